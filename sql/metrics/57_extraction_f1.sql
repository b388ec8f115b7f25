-- The threshold with the largest F1, beside that from the validation images: what choosing it with the truth at hand would have given.
-- Grain:  one row per contrast, number of given scales, reference and measure.
-- Inputs: precision_recall, extraction_threshold, contrast, attempt.
--
--     F1: of equal ones the nearest threshold
--     limit_: strictly nearer than the threshold of the validation images; precision is NULL where nothing is

CREATE OR REPLACE TABLE extraction_f1 AS
WITH
best AS (
    FROM precision_recall
    QUALIFY row_number() OVER (
        PARTITION BY contrast, given_scales, reference, measure ORDER BY f1 DESC, true_positives + false_positives
    ) = 1
),

limited AS (
    SELECT
        contrast,
        given_scales,
        reference,
        measure,
        limits.threshold AS limit_threshold,
        count(*) FILTER (WHERE is_positive AND attempt.nearness > limits.nearness) AS found,
        count(*) FILTER (WHERE attempt.nearness > limits.nearness) AS called,
        count(*) FILTER (WHERE is_positive) AS positives
    FROM contrast
    JOIN attempt USING (image_id)
    JOIN extraction_threshold AS limits USING (given_scales, reference, measure)
    GROUP BY contrast, given_scales, reference, measure, limits.threshold
),

final AS (
    SELECT
        contrast,
        given_scales,
        reference,
        measure,
        best.positives,
        best.negatives,
        threshold,
        precision,
        recall,
        f1,
        limit_threshold,
        found / nullif(called, 0) AS limit_precision,
        found / nullif(limited.positives, 0) AS limit_recall
    FROM best
    LEFT JOIN limited USING (contrast, given_scales, reference, measure)
)

SELECT * FROM final ORDER BY contrast, given_scales, reference, measure;

COMMENT ON TABLE  extraction_f1                 IS 'The threshold with the largest F1 beside that of the validation images: one row per contrast, number of given scales, reference and measure.';
COMMENT ON COLUMN extraction_f1.contrast        IS 'As in precision_recall.';
COMMENT ON COLUMN extraction_f1.given_scales    IS 'As in attempt.';
COMMENT ON COLUMN extraction_f1.reference       IS 'As in attempt.';
COMMENT ON COLUMN extraction_f1.measure         IS 'As in attempt.';
COMMENT ON COLUMN extraction_f1.positives       IS 'Positive images that were tried.';
COMMENT ON COLUMN extraction_f1.negatives       IS 'Negative images that were tried.';
COMMENT ON COLUMN extraction_f1.threshold       IS 'The one with the largest F1, which flatters: it was chosen on these images.';
COMMENT ON COLUMN extraction_f1.precision       IS 'Precision there.';
COMMENT ON COLUMN extraction_f1.recall          IS 'Recall there.';
COMMENT ON COLUMN extraction_f1.f1              IS 'F1 there.';
COMMENT ON COLUMN extraction_f1.limit_threshold IS 'That of extraction_threshold; NULL without validation images.';
COMMENT ON COLUMN extraction_f1.limit_precision IS 'Precision there.';
COMMENT ON COLUMN extraction_f1.limit_recall    IS 'Recall there.';
