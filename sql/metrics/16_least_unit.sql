-- The twenty units with the lowest UnitMem: those that no image stands out in.
-- Grain:  one row per population, part and rank; none for a population of one image.
-- Inputs: unit_mem, unit.

CREATE OR REPLACE TABLE least_unit AS
WITH
ranked AS (
    SELECT
        population,
        part,
        row_number() OVER (PARTITION BY population, part ORDER BY unit_mem, unit_id) AS rank,
        unit_id,
        unit_mem,
        mu_max
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE unit_mem IS NOT NULL
),

final AS (
    SELECT * FROM ranked WHERE rank <= 20
)

SELECT * FROM final ORDER BY population, part, rank;

COMMENT ON TABLE  least_unit            IS 'Least memorizing units: one row per population, part and rank, 1 to 20.';
COMMENT ON COLUMN least_unit.population IS 'train, val or all.';
COMMENT ON COLUMN least_unit.part       IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN least_unit.rank       IS '1 for the lowest UnitMem; equal ones by unit_id.';
COMMENT ON COLUMN least_unit.unit_id    IS 'The unit.';
COMMENT ON COLUMN least_unit.unit_mem   IS 'Its UnitMem.';
COMMENT ON COLUMN least_unit.mu_max     IS 'Its largest mu: 0 for a unit that nothing activates.';
