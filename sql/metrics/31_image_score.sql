-- Every number that there is per image, under one another: what may tell memorized images from others.
-- Grain:  one row per part, score and image.
-- Inputs: num_mem_units, unit_mem, unit, image_mu_rank, membership_score, likelihood, image_statistic. Units and ranks are those of
--         population all; without all activations there are no ranks.
-- Sums add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE image_score AS
WITH
owned AS (
    SELECT
        part,
        owner_image_id AS image_id,
        sum(unit_mem ORDER BY unit_id) AS unit_mem_owned,
        max(unit_mem) AS unit_mem_max
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE population = 'all'
    GROUP BY part, owner_image_id
),

of_units AS (
    SELECT
        part,
        image_id,
        num_mem_units::DOUBLE AS num_mem_units,
        units_owned::DOUBLE AS units_owned,
        coalesce(unit_mem_owned, 0) AS unit_mem_owned,
        coalesce(unit_mem_max, 0) AS unit_mem_max,
        mean_rank AS mean_mu_rank
    FROM num_mem_units
    LEFT JOIN image_mu_rank USING (population, part, image_id)
    LEFT JOIN owned USING (part, image_id)
    WHERE population = 'all'
),

of_scales AS (
    SELECT
        scale,
        image_id,
        nll_sum / token_count AS loss,
        (nll_sum - nll_unconditional_sum) / token_count AS icas,
        top_count / token_count AS top_share
    FROM likelihood
),

final AS (
    SELECT part, score, image_id, value
    FROM (UNPIVOT of_units ON num_mem_units, units_owned, unit_mem_owned, unit_mem_max, mean_mu_rank INTO NAME score VALUE value)
    UNION ALL
    SELECT 'likelihood' AS part, score, image_id, value
    FROM membership_score
    UNION ALL
    SELECT 'likelihood' AS part, score || '_scale_' || scale, image_id, value
    FROM (UNPIVOT of_scales ON loss, icas, top_share INTO NAME score VALUE value)
    UNION ALL
    SELECT 'picture' AS part, score, image_id, value
    FROM (UNPIVOT image_statistic ON COLUMNS(* EXCLUDE (image_id)) INTO NAME score VALUE value)
)

SELECT * FROM final ORDER BY part, score, image_id;

COMMENT ON TABLE  image_score          IS 'Every number that there is per image: one row per part, score and image.';
COMMENT ON COLUMN image_score.part     IS 'transformer, tokenizer, or network for any other; likelihood for what the transformer makes of the tokens; picture for what the pixels alone say.';
COMMENT ON COLUMN image_score.score    IS 'Name of the score, which table score explains.';
COMMENT ON COLUMN image_score.image_id IS 'The image.';
COMMENT ON COLUMN image_score.value    IS 'Its score, higher for more of what it names.';
