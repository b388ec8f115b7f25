-- How many images come out of the model: the prevalence of extraction among the candidates.
-- Grain:  one row per population, number of given scales, reference and measure.
-- Inputs: attempt, extraction_threshold. The intervals are filled in by the statistic of this name.
--
--     extracted: nearer than the threshold from the validation images
--     interval: Clopper and Pearson's exact binomial 95 %

CREATE OR REPLACE TABLE extraction AS
WITH
final AS (
    SELECT
        population,
        given_scales,
        reference,
        measure,
        threshold,
        count(*) AS candidate_count,
        count(*) FILTER (WHERE attempt.nearness > limits.nearness) AS extracted_count,
        extracted_count / candidate_count AS share,
        NULL::DOUBLE AS share_low,
        NULL::DOUBLE AS share_high
    FROM attempt
    JOIN extraction_threshold AS limits USING (given_scales, reference, measure)
    GROUP BY population, given_scales, reference, measure, threshold
)

SELECT * FROM final ORDER BY population, given_scales, reference, measure;

COMMENT ON TABLE  extraction                 IS 'How many of the candidates are extracted: one row per population, number of given scales, reference and measure.';
COMMENT ON COLUMN extraction.population      IS 'As in candidate_share.';
COMMENT ON COLUMN extraction.given_scales    IS 'As in attempt.';
COMMENT ON COLUMN extraction.reference       IS 'As in attempt.';
COMMENT ON COLUMN extraction.measure         IS 'As in attempt.';
COMMENT ON COLUMN extraction.threshold       IS 'As in extraction_threshold.';
COMMENT ON COLUMN extraction.candidate_count IS 'Images that were tried.';
COMMENT ON COLUMN extraction.extracted_count IS 'Those of them that are nearer than the threshold.';
COMMENT ON COLUMN extraction.share           IS 'extracted_count / candidate_count.';
COMMENT ON COLUMN extraction.share_low       IS 'Lower end of its exact binomial 95 % interval.';
COMMENT ON COLUMN extraction.share_high      IS 'Its upper end.';
