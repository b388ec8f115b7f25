-- What every score of an image means, and which way it points.
-- Grain:  one row per name that image_score can have.
-- Inputs: likelihood, for the scales that there are.
--
--     p       probability that the transformer gives the true token y, teacher-forced, given the image's label
--     L       tokens of an image; k % of them are the floor(kL/100) at the named end, at least one
--     cfg_    the same of the softmax of z - z0: the logits of the label less those of the null class
--
-- after Kowalczuk et al. (arXiv 2502.02514); the names are those of table membership_score.

CREATE OR REPLACE TABLE score AS
WITH
share AS (
    SELECT unnest([10, 20, 30, 40, 50]) AS k
),

entropy AS (
    SELECT unnest([2, 4, 8, 16]) AS e
),

of_logits(name, higher_is_member, meaning) AS (
    VALUES
        ('loss', FALSE, 'mean of -log p'),
        ('zlib', FALSE, 'mean of -log p, by the bytes that zlib makes of the list of tokens'),
        ('hinge', FALSE, 'mean of the largest other logit less the logit of the true token'),
        ('camia_below_mean', FALSE, 'share of the tokens whose log p is below the image''s mean'),
        ('camia_below_running_mean', TRUE, 'share of the tokens whose log p is below the mean of those before'),
        ('camia_slope', FALSE, 'slope of log p over the number of the token, by least squares'),
        ('top_share', TRUE, 'share of the tokens that are the likeliest of all codes'),
        ('rank_mean', FALSE, 'mean rank of the true token among all codes'),
        ('entropy_mean', FALSE, 'mean entropy of the distributions that the tokens are drawn from')
    UNION ALL
    SELECT 'mink_' || k, FALSE, format('min-k%: mean of the {} % largest -log p', k)
    FROM share
    UNION ALL
    SELECT 'minkpp_' || k, FALSE, format('min-k%++: the same of -(log p - mean) / standard deviation, both over the codes by their probability, {} %', k)
    FROM share
    UNION ALL
    SELECT 'minkpp_var_' || k, FALSE, format('min-k%++ as the published code has it, with the variance for the deviation, {} %', k)
    FROM share
    UNION ALL
    SELECT
        format('surp_{}_{}', e, k), FALSE,
        format('SURP: mean of -log p over the tokens of an entropy below {} whose log p is in the image''s lowest {} %; none where there is no such token', e, k)
    FROM entropy
    CROSS JOIN share
),

of_labels(name, higher_is_member, meaning) AS (
    VALUES
        ('icas', FALSE, 'mean of -log p less the same with the null class for a label'),
        ('nll_unconditional', FALSE, 'mean of -log p with the null class for a label')
),

of_scales AS (
    SELECT name || '_scale_' || scale AS name, higher_is_member, format('{}; of the tokens of scale {} alone', meaning, scale) AS meaning
    FROM (FROM of_logits UNION ALL FROM of_labels) AS whole
    CROSS JOIN (SELECT DISTINCT scale FROM likelihood) AS scales
    WHERE name IN ('loss', 'icas', 'top_share')
),

of_units(name, higher_is_member, meaning) AS (
    VALUES
        ('num_mem_units', TRUE, 'units of U10 that the image owns'),
        ('units_owned', TRUE, 'units that the image owns'),
        ('unit_mem_owned', TRUE, 'sum of UnitMem over the units that the image owns'),
        ('unit_mem_max', TRUE, 'largest UnitMem of the units that the image owns'),
        ('mean_mu_rank', NULL, 'how strongly the image activates units in general: mean rank of mu')
),

of_pictures AS (
    SELECT column_name AS name, NULL::BOOLEAN AS higher_is_member, comment AS meaning
    FROM duckdb_columns()
    WHERE table_name = 'image_statistic' AND database_name = current_database() AND column_name <> 'image_id'
),

final AS (
    FROM of_logits
    UNION ALL
    SELECT 'cfg_' || name, higher_is_member, meaning || '; of the logits less those of the null class' FROM of_logits
    UNION ALL
    FROM of_labels
    UNION ALL
    FROM of_scales
    UNION ALL
    FROM of_units
    UNION ALL
    FROM of_pictures
)

SELECT * FROM final ORDER BY name;

COMMENT ON TABLE  score                  IS 'What every score of an image means: one row per name that image_score can have.';
COMMENT ON COLUMN score.name             IS 'Name of the score, as in image_score.';
COMMENT ON COLUMN score.higher_is_member IS 'Whether a higher value speaks for an image of the training; NULL where that is not known, and higher counts as if it did.';
COMMENT ON COLUMN score.meaning          IS 'What it is.';
