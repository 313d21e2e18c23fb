-- Cases and their personal fields. Portable: H2 and PostgreSQL alike. Times are milliseconds since 1970 in UTC.
create table CH_CASE (
    NUMBER_ varchar(64) not null,
    ROOT_ID_ varchar(64) not null,
    SERVICE_ varchar(255) not null,
    DEFINITION_ID_ varchar(64) not null,
    TITLE_ varchar(4000) not null,
    APPLICANT_ varchar(64) not null,
    ORG_ varchar(64) not null,
    STATUS_ varchar(32) not null,
    STARTED_AT_ bigint not null,
    ENDED_AT_ bigint,
    PROMISED_AT_ bigint,
    STATUTORY_AT_ bigint,
    IDEMPOTENCY_KEY_ varchar(64) not null,
    FILED_CONTENT_ varchar(64) not null,
    primary key (NUMBER_)
);
create unique index CH_CASE_IDEMPOTENCY on CH_CASE (IDEMPOTENCY_KEY_);
create index CH_CASE_ROOT on CH_CASE (ROOT_ID_);
create index CH_CASE_APPLICANT on CH_CASE (APPLICANT_);

create table CH_FIELD (
    CASE_NUMBER_ varchar(64) not null,
    FIELD_ varchar(64) not null,
    PERSON_ID_ varchar(64) not null,
    CIPHERTEXT_ bytea not null,
    COMMITMENT_ varchar(64) not null,
    primary key (CASE_NUMBER_, FIELD_)
);

-- Erasures of persons of cases, from the request on; whose keys each erases.
create table CH_ERASURE (
    ID_ varchar(64) not null,
    CASE_NUMBER_ varchar(64) not null,
    PERSON_ID_ varchar(64) not null,
    GROUND_ varchar(32) not null,
    DESPITE_ varchar(255) not null,
    STATE_ varchar(16) not null,
    REQUESTED_BY_ varchar(64) not null,
    REQUESTED_AT_ bigint not null,
    DECIDED_BY_ varchar(64) not null,
    DECIDED_AT_ bigint,
    ERASED_AT_ bigint,
    PURGED_ varchar(1000) not null,
    PENDING_ varchar(1000) not null,
    primary key (ID_)
);
create index CH_ERASURE_CASE on CH_ERASURE (CASE_NUMBER_);
create index CH_ERASURE_PERSON on CH_ERASURE (PERSON_ID_);

create table CH_ERASURE_KEY (
    ERASURE_ID_ varchar(64) not null,
    PERSON_ID_ varchar(64) not null,
    primary key (ERASURE_ID_, PERSON_ID_)
);
