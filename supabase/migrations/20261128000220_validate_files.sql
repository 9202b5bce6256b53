-- A transaction of its own, in which files can be read while their rows are looked through.
alter table public.files validate constraint files_size_check, validate constraint files_source_check;
