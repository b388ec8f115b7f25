-- What came of every attempt to extract an image: how near the continuation of its first scales is to it.
-- Grain:  one row per continuation by the model as it is, reference and measure.
-- Inputs: generation, similarity, candidate_share.
--
--     nearness = the measure where higher is nearer (token_agreement, cosine), else its negative

CREATE OR REPLACE TABLE attempt AS
WITH
final AS (
    SELECT
        generation_id,
        image_id,
        population,
        given_scales,
        reference,
        measure,
        value,
        if(measure IN ('token_agreement', 'cosine'), value, -value) AS nearness
    FROM generation
    JOIN similarity USING (generation_id, image_id)
    JOIN candidate_share USING (image_id)
    WHERE intervention_id IS NULL AND reference IN ('decoded', 'image')
)

SELECT * FROM final ORDER BY generation_id, reference, measure;

COMMENT ON TABLE  attempt               IS 'How near continuations are to the images whose first scales were given: one row per continuation, reference and measure; none before varmem extraction.';
COMMENT ON COLUMN attempt.generation_id IS 'The continuation, as in table generation.';
COMMENT ON COLUMN attempt.image_id      IS 'The image.';
COMMENT ON COLUMN attempt.population    IS 'Its population, as in candidate_share.';
COMMENT ON COLUMN attempt.given_scales  IS 'How many of its scales were given.';
COMMENT ON COLUMN attempt.reference     IS 'decoded or image, as in table similarity.';
COMMENT ON COLUMN attempt.measure       IS 'As in table similarity.';
COMMENT ON COLUMN attempt.value         IS 'The measure.';
COMMENT ON COLUMN attempt.nearness      IS 'The same with higher for nearer: the value or its negative.';
