-- The shell's way to the same tables and indexes, with five attributes.
.mode csv
PRAGMA synchronous = FULL;
CREATE TEMP TABLE incoming (email TEXT, name TEXT, city TEXT, plan TEXT, age TEXT, score TEXT, born TEXT);
.import --skip 1 "@CSV@" incoming
BEGIN;
INSERT INTO subscriber (address, address_key, domain, name, created_at, attributes)
SELECT email, lower(email), substr(email, instr(email, '@') + 1), name, 0,
    json_object('age', age, 'born', born, 'city', city, 'plan', plan, 'score', score)
FROM incoming WHERE email LIKE '%_@_%._%';
INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
SELECT 1, id, domain, address, 'active', 0, 'shell' FROM subscriber;
COMMIT;
