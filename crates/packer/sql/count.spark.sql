-- Counting which items follow which, in Spark SQL. docs/counting.md says how to go about it.
--
-- Three tables or views have to be there:
--   homekept_log   session STRING, visitor STRING (null where unknown), time BIGINT (milliseconds
--                  since 1970), place BIGINT (the order of a session's events of the same time), item STRING
--   homekept_feed  id STRING: the items of the feed
--   homekept_votes direction STRING, distance INT, day INT, votes BIGINT: what `homekept votes`
--                  writes, for as many days as homekept_span says
--
-- Votes are whole numbers and sums of whole numbers are the same in every order, so every engine
-- gives the same counts.

-- How many days the log spans, and the day of its last event.
CREATE OR REPLACE TEMPORARY VIEW homekept_span AS
WITH ends AS (SELECT session, max(time) AS last FROM homekept_log GROUP BY session)
SELECT
  (max(last) - min(last)) DIV 86400000 AS days,
  date_add(DATE '1970-01-01', CAST(max(last) DIV 86400000 AS INT)) AS vintage
FROM ends;

-- The last 200 events of each session that are of the feed; step 1 is the last. What has more is
-- a robot or a shared computer.
CREATE OR REPLACE TEMPORARY VIEW homekept_steps AS
WITH numbered AS (
  SELECT
    log.session,
    log.item,
    row_number() OVER (PARTITION BY log.session ORDER BY log.time DESC, log.place DESC) AS step
  FROM homekept_log AS log
  JOIN homekept_feed AS feed ON feed.id = log.item
)
SELECT session, item, step FROM numbered WHERE step <= 200;

-- In how many sessions each item is, and in how many of those that end in the last tenth of the
-- log's days.
CREATE OR REPLACE TEMPORARY VIEW homekept_items AS
WITH ends AS (SELECT session, max(time) AS last FROM homekept_log GROUP BY session),
recent AS (
  SELECT ends.session
  FROM ends
  CROSS JOIN homekept_span AS span
  WHERE ((SELECT max(last) FROM ends) - ends.last) DIV 86400000 * 10 <= span.days
)
SELECT
  steps.item,
  count(DISTINCT steps.session) AS sessions,
  count(DISTINCT recent.session) AS recent
FROM homekept_steps AS steps
LEFT JOIN recent ON recent.session = steps.session
GROUP BY steps.item;

-- The pairs with their votes, and how many different visitors voted.
CREATE OR REPLACE TEMPORARY VIEW homekept_pairs AS
WITH ends AS (
  -- What is not of the feed counts for the end of a session too.
  SELECT session, max(time) AS last FROM homekept_log GROUP BY session
),
known AS (
  SELECT
    session,
    visitor,
    row_number() OVER (PARTITION BY session ORDER BY time, place) AS place
  FROM homekept_log
  WHERE visitor IS NOT NULL
),
sessions AS (
  -- A session of an unknown visitor counts as one of its own.
  SELECT
    ends.session,
    ((SELECT max(last) FROM ends) - ends.last) DIV 86400000 AS day,
    coalesce('v' || known.visitor, 's' || ends.session) AS visitor
  FROM ends
  LEFT JOIN known ON known.session = ends.session AND known.place = 1
),
reach AS (SELECT max(distance) AS farthest FROM homekept_votes),
near AS (
  SELECT
    earlier.session,
    earlier.item AS earlier,
    later.item AS later,
    earlier.step - later.step AS distance
  FROM homekept_steps AS earlier
  JOIN homekept_steps AS later
    ON later.session = earlier.session
  CROSS JOIN reach
  WHERE earlier.step - later.step BETWEEN 1 AND reach.farthest
),
given AS (
  SELECT near.session, near.earlier AS item, near.later AS follower, votes.votes
  FROM near
  JOIN sessions ON sessions.session = near.session
  JOIN homekept_votes AS votes
    ON votes.direction = 'forward' AND votes.distance = near.distance AND votes.day = sessions.day
  UNION ALL
  SELECT near.session, near.later AS item, near.earlier AS follower, votes.votes
  FROM near
  JOIN sessions ON sessions.session = near.session
  JOIN homekept_votes AS votes
    ON votes.direction = 'backward' AND votes.distance = near.distance AND votes.day = sessions.day
),
counted AS (
  -- A session votes once for a pair: by its nearest.
  SELECT session, item, follower, max(votes) AS votes FROM given GROUP BY session, item, follower
)
SELECT
  counted.item,
  counted.follower,
  CAST(sum(counted.votes) AS BIGINT) AS votes,
  count(DISTINCT sessions.visitor) AS visitors
FROM counted
JOIN sessions ON sessions.session = counted.session
WHERE counted.votes > 0
GROUP BY counted.item, counted.follower;
