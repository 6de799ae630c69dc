import { HomekeptConsent, HomekeptPicks, useHomekept, usePicks, type Opened } from "homekept/react";
import type { PickView } from "homekept";
import type { ReactElement } from "react";

/** A page on which `chosen` is what the server chose, the same for everyone. */
export function App({ chosen }: { chosen: readonly PickView[] }): ReactElement {
  const homekept = useHomekept({ policy: "/homekept.json" });
  return (
    <main>
      <HomekeptPicks homekept={homekept} kind="for-you" limit={4} card={<Card />}>
        <h2 slot="heading">For you</h2>
        <ul>
          {chosen.map(({ id, url, title }) => (
            <li key={id} data-homekept-item={id}>
              <a href={url}>{title}</a>
            </li>
          ))}
        </ul>
      </HomekeptPicks>
      <Shelf homekept={homekept} />
      <HomekeptConsent homekept={homekept} preferences="/preferences" />
    </main>
  );
}

/** What the element copies for each pick. */
function Card(): ReactElement {
  return (
    <li>
      <a data-bind-href="url">
        <span data-bind="title" />
      </a>
      <span data-bind="reason" />
    </li>
  );
}

/** A list that React draws itself. */
function Shelf({ homekept }: { homekept: Opened }): ReactElement {
  const request = { slot: "for-you", limit: 3, exclude: ["emma"], min: 1 } as const;
  const { picks, personal, ref } = usePicks(homekept, request);
  return (
    <section>
      <h2>{personal ? "Chosen for you" : "Much read"}</h2>
      <ul ref={ref}>
        {picks.map((pick) => (
          <li key={pick.id}>
            <a href={pick.url} className="no-prefetch" rel="nofollow">
              {pick.title}
            </a>
            {pick.sponsored && <b>Sponsored</b>} <small>{pick.reason}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
