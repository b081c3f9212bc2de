-- Operations whose turn it is, oldest first, as before, by their place alone: with free_at behind it, PostgreSQL takes what it
-- reads for less well ordered than the table, and walks over everything that was settled instead.
drop index causeway_journal.operation_turn;
create index operation_turn on causeway_journal.operation (seq) where free_at is not null;
