-- The twenty images that the network keeps least of: those that own fewest units, and of these the ones that activate units least.
-- Grain:  one row per population, part and rank.
-- Inputs: num_mem_units, image_mu_rank.

CREATE OR REPLACE TABLE least_image AS
WITH
ranked AS (
    SELECT
        population,
        part,
        row_number() OVER (PARTITION BY population, part ORDER BY num_mem_units, units_owned, mean_rank, image_id) AS rank,
        image_id,
        num_mem_units,
        units_owned,
        mean_rank
    FROM num_mem_units
    JOIN image_mu_rank USING (population, part, image_id)
),

final AS (
    SELECT * FROM ranked WHERE rank <= 20
)

SELECT * FROM final ORDER BY population, part, rank;

COMMENT ON TABLE  least_image               IS 'Images with fewest units: one row per population, part and rank, 1 to 20.';
COMMENT ON COLUMN least_image.population    IS 'train, val or all.';
COMMENT ON COLUMN least_image.part          IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN least_image.rank          IS '1 for the fewest units of U10, then the fewest units, then the lowest mean rank of mu.';
COMMENT ON COLUMN least_image.image_id      IS 'The image.';
COMMENT ON COLUMN least_image.num_mem_units IS 'Its NumMemUnits.';
COMMENT ON COLUMN least_image.units_owned   IS 'Units that it owns, whether of U10 or not.';
COMMENT ON COLUMN least_image.mean_rank     IS 'Mean rank of its mu (image_mu_rank).';
