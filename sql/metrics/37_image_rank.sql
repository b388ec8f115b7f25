-- Ranks of what the pictures look like and of what the network keeps of them, and what of the ranks the class does not explain.
-- Grain:  one row per part, variable and image of the population shown that is a picture: all ranks are among the same images.
-- Inputs: image_statistic, num_mem_units, image_mu_rank, shown, image.
--
--     rank = midrank among the images        residual = rank - mean rank of the images of its class

CREATE OR REPLACE TABLE image_rank AS
WITH
target AS (
    SELECT part, 'num_mem_units' AS variable, image_id, num_mem_units::DOUBLE AS value
    FROM num_mem_units
    JOIN shown USING (population, part)
    UNION ALL
    SELECT part, 'mean_mu_rank', image_id, mean_rank
    FROM image_mu_rank
    JOIN shown USING (population, part)
),

variable AS (
    FROM target
    SEMI JOIN image_statistic USING (image_id)
    UNION ALL
    SELECT 'picture', variable, image_id, value
    FROM (UNPIVOT image_statistic ON COLUMNS(* EXCLUDE (image_id)) INTO NAME variable VALUE value)
    SEMI JOIN target USING (image_id)
),

ranked AS (
    SELECT
        part,
        variable,
        image_id,
        coalesce(class_id, -1) AS class_id,
        rank() OVER (PARTITION BY part, variable ORDER BY value)
            + (count(*) OVER (PARTITION BY part, variable, value) - 1) / 2 AS rank
    FROM variable
    JOIN image USING (image_id)
),

final AS (
    SELECT
        part,
        variable,
        image_id,
        rank,
        rank - avg(rank) OVER (PARTITION BY part, variable, class_id) AS residual
    FROM ranked
)

SELECT * FROM final ORDER BY part, variable, image_id;

COMMENT ON TABLE  image_rank          IS 'Ranks of pictures and of what the network keeps of them: one row per part, variable and image.';
COMMENT ON COLUMN image_rank.part     IS 'picture, or the part of the network.';
COMMENT ON COLUMN image_rank.variable IS 'A column of image_statistic; num_mem_units or mean_mu_rank of the part.';
COMMENT ON COLUMN image_rank.image_id IS 'The image.';
COMMENT ON COLUMN image_rank.rank     IS 'Rank from 1, equal values sharing the mean of theirs.';
COMMENT ON COLUMN image_rank.residual IS 'rank less the mean rank of the image''s class.';
