-- The chain of seals over tables that only grow (docs/adr/0015). A seal says what the rows from one position to another were when it was
-- made; its root is made of the root before it and of all that it says.
create table chain_seal (
  log text not null,
  number int not null check (number > 0),
  from_position bigint not null,
  to_position bigint not null check (to_position >= from_position),
  rows int not null check (rows > 0),
  -- for each row its position (8 bytes) and the SHA-256 of the rest of it (32 bytes)
  evidence bytea not null,
  sealed_at timestamptz not null,
  root bytea not null check (length(root) = 32),
  primary key (log, number)
);
-- hashes do not compress
alter table chain_seal alter column evidence set storage external;

create trigger chain_seal_only_grows
  before update or delete or truncate on chain_seal
  for each statement execute function refuse_change();
alter table chain_seal enable always trigger chain_seal_only_grows;

-- The signed checkpoints as they were written into files outside the database: tells which of the files are missing.
create table chain_checkpoint (
  day date primary key,
  text text not null
);

create trigger chain_checkpoint_only_grows
  before update or delete or truncate on chain_checkpoint
  for each statement execute function refuse_change();
alter table chain_checkpoint enable always trigger chain_checkpoint_only_grows;

revoke all on chain_seal, chain_checkpoint from public, guardian_app;
grant select, insert on chain_seal, chain_checkpoint to guardian_app;
