"use client";

import type { BaselinePick } from "homekept/server";
import { HomekeptConsent, HomekeptPicks, useHomekept, usePicks } from "homekept/react";

export function Shop({ first, more }: { first: BaselinePick[]; more: BaselinePick[] }) {
  const homekept = useHomekept({ policy: "/homekept.json" });
  const { picks, personal, ref } = usePicks(homekept, { slot: "for-you", limit: 3 }, more);
  return (
    <main>
      <HomekeptPicks homekept={homekept} kind="for-you" card={<Card />}>
        <h2 slot="heading">For you</h2>
        <ul>
          {first.map((pick) => (
            <li key={pick.id} data-homekept-item={pick.id}>
              <a href={pick.url}>{pick.title}</a> <small>{pick.reason}</small>
            </li>
          ))}
        </ul>
      </HomekeptPicks>
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
      <HomekeptConsent homekept={homekept} preferences="/preferences" />
    </main>
  );
}

/** What the element copies for each pick of the customer's own. */
function Card() {
  return (
    <li>
      <a data-bind-href="url">
        <span data-bind="title" />
      </a>
      <small data-bind="reason" />
    </li>
  );
}
