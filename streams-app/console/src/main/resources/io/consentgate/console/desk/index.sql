-- The review index. Holds no content; everything in it can be read again from the log.

create table meta (
    name text primary key,
    value text not null
) without rowid;

-- The next offsets to read; updated in the transaction that applies the records.
create table positions (
    topic text not null,
    partition integer not null,
    next integer not null,
    primary key (topic, partition)
) without rowid;

-- The settings that the gate states, by its latest record on each partition.
create table settings (
    topic text not null,
    partition integer not null,
    position integer not null,
    digest text not null,
    at integer not null,
    primary key (topic, partition)
) without rowid;

create table facets (
    id integer primary key,
    kind text not null,
    channel text,
    campaign text,
    controller text,
    rules text not null
);

-- state: 0 open, 1 awaiting a second reviewer, 2 closed. due: when the gate closes it by itself.
create table cases (
    id text not null unique,
    subject text not null,
    facet integer not null,
    outcomes text not null,
    digest text not null,
    quarantined_at integer not null,
    due integer not null,
    retain_until integer not null,
    state integer not null default 0,
    escalated integer not null default 0,
    pending_verdict text,
    claim_holder text,
    claim_since integer,
    claim_until integer,
    closed_as text,
    closed_outcome text,
    closed_by text,
    released_topic text,
    closed_at integer,
    partition integer not null,
    position integer not null
);

-- Each index covers all filter conditions, so that a page needs only one index, read in order.
create index open_by_due on cases (due, quarantined_at, id, facet, state) where state < 2;
create index open_by_age on cases (quarantined_at, id, facet, state) where state < 2;
create index closed_by_age on cases (quarantined_at, id, facet) where state = 2;
create index cases_by_subject on cases (subject);
create index cases_by_holder on cases (claim_holder) where claim_holder is not null;

-- Other places of a case's event, which was published more than once. Digest: SHA-256 of the bytes.
create table copies (
    case_id text not null,
    subject text not null,
    topic text not null,
    source_partition integer not null,
    source_offset integer not null,
    written_at integer not null,
    digest blob not null,
    primary key (topic, source_partition, source_offset, subject)
) without rowid;
create index copies_by_case on copies (case_id);

create table tally (
    facet integer not null,
    state integer not null,
    n integer not null,
    primary key (facet, state)
) without rowid;

create trigger case_added after insert on cases begin
    insert into tally values (new.facet, new.state, 1) on conflict do update set n = n + 1;
end;

create trigger case_moved after update of state on cases when old.state <> new.state begin
    update tally set n = n - 1 where facet = old.facet and state = old.state;
    insert into tally values (new.facet, new.state, 1) on conflict do update set n = n + 1;
end;

create trigger case_removed after delete on cases begin
    update tally set n = n - 1 where facet = old.facet and state = old.state;
end;

create table acts (
    partition integer not null,
    position integer not null,
    case_id text not null,
    subject text not null,
    actor text not null,
    act text not null,
    part text,
    lease_until integer,
    takes_over integer not null,
    at integer not null,
    primary key (partition, position)
) without rowid;
create index acts_by_case on acts (case_id);
create index acts_by_subject on acts (subject);

create table verdicts (
    partition integer not null,
    position integer not null,
    verdict_id text not null,
    case_id text not null,
    subject text not null,
    reviewer text not null,
    second_reviewer text,
    confirms text,
    outcome text not null,
    opened_at integer not null,
    active_seconds integer not null,
    decided_at integer not null,
    bulk integer not null,
    fails_control integer not null,
    rationale blob not null,
    primary key (partition, position)
) without rowid;
create index verdicts_by_case on verdicts (case_id);
create index verdicts_by_id on verdicts (verdict_id);
create index verdicts_by_time on verdicts (decided_at);

create table outcomes (
    partition integer not null,
    position integer not null,
    case_id text not null,
    subject text not null,
    verdict_id text,
    result text not null,
    outcome text,
    four_eyes integer not null,
    control integer not null,
    released_topic text,
    reviewer text,
    at integer not null,
    held integer not null,
    primary key (partition, position)
) without rowid;
create index outcomes_by_case on outcomes (case_id);
create index outcomes_by_verdict on outcomes (verdict_id);
create index outcomes_by_subject on outcomes (subject);

-- Publishers' consent records. For display only.
create table consents (
    subject text not null,
    partition integer not null,
    position integer not null,
    kind text not null,
    version integer,
    at integer not null,
    primary key (subject, partition, position)
) without rowid;

-- Rows of the gate's consent store by position in its changelog; the last one on the subject's own partition is current.
-- state: null when there is no readable row. record_*: where the publisher wrote the row's record.
create table held_consents (
    subject text not null,
    partition integer not null,
    position integer not null,
    kind text not null,
    state text,
    version integer,
    record_partition integer,
    record_position integer,
    record_at integer,
    erased_at integer,
    primary key (subject, partition, position)
) without rowid;
