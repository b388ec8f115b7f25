-- How near a continuation must be to count as extracted: nearer than nearly all continuations of validation images, which nobody can have
-- memorized.
-- Grain:  one row per number of given scales, reference and measure that validation images were tried by.
-- Inputs: attempt, setting (extraction_false_positives).
--
--     the farthest threshold at which at most the share of the validation images is called extracted: the nearness of number
--     floor(share * n) + 1 of them, the nearest first
--     extracted: strictly nearer than that

CREATE OR REPLACE TABLE extraction_threshold AS
WITH
tried AS (
    SELECT
        given_scales,
        reference,
        measure,
        list(nearness ORDER BY nearness DESC) AS falling,
        count(*) AS val_count,
        (SELECT value::DOUBLE FROM setting WHERE key = 'extraction_false_positives') AS false_positive_limit
    FROM attempt
    WHERE population = 'val'
    GROUP BY given_scales, reference, measure
),

final AS (
    SELECT
        given_scales,
        reference,
        measure,
        false_positive_limit,
        val_count,
        falling[floor(false_positive_limit * val_count)::BIGINT + 1] AS nearness,
        if(measure IN ('token_agreement', 'cosine'), nearness, -nearness) AS threshold
    FROM tried
)

SELECT * FROM final WHERE nearness IS NOT NULL ORDER BY given_scales, reference, measure;

COMMENT ON TABLE  extraction_threshold                      IS 'From where on a continuation counts as extracted: one row per number of given scales, reference and measure; none without validation images.';
COMMENT ON COLUMN extraction_threshold.given_scales         IS 'As in attempt.';
COMMENT ON COLUMN extraction_threshold.reference            IS 'As in attempt.';
COMMENT ON COLUMN extraction_threshold.measure              IS 'As in attempt.';
COMMENT ON COLUMN extraction_threshold.false_positive_limit IS 'Share of the validation images that may be called extracted: setting extraction_false_positives.';
COMMENT ON COLUMN extraction_threshold.val_count            IS 'Validation images that it was taken from.';
COMMENT ON COLUMN extraction_threshold.nearness             IS 'Nearness that an extracted image is above.';
COMMENT ON COLUMN extraction_threshold.threshold            IS 'The same in units of the measure.';
