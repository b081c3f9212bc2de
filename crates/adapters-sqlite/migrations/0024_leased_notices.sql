-- Notices that are leased: the start of a process that is alone gives them all back, however many were told.
CREATE INDEX notice_leased ON notice (token) WHERE token IS NOT NULL;

-- What 0005 says of failed attempts is not so: the latest ten of each operation stay until it is pruned (0013).
