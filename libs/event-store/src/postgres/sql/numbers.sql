-- Running numbers by name, for references that people read. A number once given is never given again; one may be lost.
create table numbers (
  name text primary key,
  given bigint not null
);
