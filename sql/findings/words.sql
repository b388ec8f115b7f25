-- How findings write numbers; made before any of them.

CREATE OR REPLACE TEMP MACRO percent(share) AS format('{:.1f}%', 100 * share);

CREATE OR REPLACE TEMP MACRO p_value(p) AS if(p < 0.001, 'p < 0.001', format('p = {:.3f}', p));

CREATE OR REPLACE TEMP MACRO plural(count, word) AS format('{:,} {}', count, if(count = 1, word, word || 's'));

-- a, b and c
CREATE OR REPLACE TEMP MACRO enumerated(words) AS
    CASE WHEN len(words) < 2 THEN words[1] ELSE array_to_string(words[:-2], ', ') || ' and ' || words[-1] END;
