-- Sums, and what keeps them honest. No report is here: what a set said is in the counts of its
-- measure and period as soon as it is taken, and of the report its random number alone stays.

-- Whether this is a rehearsal, and how far ahead its clock is.
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Every measure that was ever asked, so that what was released under it can be read.
CREATE TABLE measures (id BLOB PRIMARY KEY, declared TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Open periods: how often each bucket was in a set, eight bytes each, little-endian.
CREATE TABLE tallies (
    period INTEGER NOT NULL,
    measure BLOB NOT NULL,
    reports INTEGER NOT NULL,
    counts BLOB NOT NULL,
    PRIMARY KEY (period, measure)
) STRICT, WITHOUT ROWID;

-- Numbers of the reports that were counted, until their period is over.
CREATE TABLE numbers (
    period INTEGER NOT NULL,
    number BLOB NOT NULL,
    PRIMARY KEY (period, number)
) STRICT, WITHOUT ROWID;

-- Periods that are over. Without counts: fewer reports came than the floor, and they are gone.
CREATE TABLE releases (
    period INTEGER NOT NULL,
    measure BLOB NOT NULL,
    reports INTEGER NOT NULL,
    counts BLOB,
    PRIMARY KEY (period, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (code TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Tokens as hashes; what they are is shown once, when they are made.
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    made INTEGER NOT NULL,
    ends INTEGER
) STRICT;

-- Who read or did what: role, action and minute, and nothing of the person.
CREATE TABLE access (minute INTEGER NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL) STRICT;
