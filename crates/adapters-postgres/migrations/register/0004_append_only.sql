-- What is written of the past stays as it is: not even the owner changes it by mistake.
create function causeway.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on causeway.lpa_version
    for each statement execute function causeway.refuse_change();
