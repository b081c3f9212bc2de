-- The next sequence number that LPA UIDs are made of: one row, moved by whole blocks, so that a block has no gaps.
create table causeway.uid_sequence (
    only_row boolean primary key default true check (only_row),
    next     bigint  not null
);
insert into causeway.uid_sequence (next) values (1);
