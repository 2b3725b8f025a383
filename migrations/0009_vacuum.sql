-- Every message moves its contact and its conversation to the top of their lists. With the default, a fifth of all rows would
-- change before a vacuum lets lists be read from the index alone again: page 1,000 then costs four times as much.
alter table contacts set (autovacuum_vacuum_scale_factor = 0.02);

alter table conversations set (autovacuum_vacuum_scale_factor = 0.02);
