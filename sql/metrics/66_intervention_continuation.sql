-- How near continuations of images come to them under each intervention: of the first scales of an image, the likeliest tokens each time.
-- Grain:  one row per intervention, 0 included, image group and measure; none without --given-scales.
-- Inputs: generation, similarity, intervention_image; setting 'extraction_false_positives'.
--
--     tiled_l2, l2, token_agreement   as in table similarity, against what the decoder makes of the image's own tokens
--     extracted                       share whose tiled_l2 is below that of number floor(limit * n) + 1 of the n validation images, the nearest
--                                     first, by the model as it is; limit: the setting, or 1 %

CREATE OR REPLACE TABLE intervention_continuation AS
WITH
compared AS (
    SELECT intervention_id, image_group, measure, value
    FROM generation
    JOIN similarity USING (generation_id, image_id)
    JOIN intervention_image USING (image_id)
    WHERE intervention_id IS NOT NULL AND reference = 'decoded'
),

false_positive AS (
    SELECT coalesce(max(value::DOUBLE), 0.01) AS share FROM setting WHERE key = 'extraction_false_positives'
),

nearest AS (
    SELECT list(value ORDER BY value) AS rising
    FROM compared
    WHERE intervention_id = 0 AND image_group = 'val' AND measure = 'tiled_l2'
),

threshold AS (
    SELECT rising[floor(share * len(rising))::BIGINT + 1] AS threshold FROM nearest CROSS JOIN false_positive
),

measured AS (
    FROM compared
    UNION ALL
    SELECT intervention_id, image_group, 'extracted', if(value < threshold, 1, 0)
    FROM compared
    CROSS JOIN threshold
    WHERE measure = 'tiled_l2' AND threshold IS NOT NULL
),

final AS (
    SELECT intervention_id, image_group, measure, count(*) AS image_count, avg(value ORDER BY value) AS value
    FROM measured
    GROUP BY ALL
)

SELECT * FROM final ORDER BY intervention_id, image_group, measure;

COMMENT ON TABLE  intervention_continuation                 IS 'How near continuations of images come to them under interventions: one row per intervention, image group and measure.';
COMMENT ON COLUMN intervention_continuation.intervention_id IS 'The intervention, as in table intervention; 0 for the model as it is.';
COMMENT ON COLUMN intervention_continuation.image_group     IS 'As in intervention_image.';
COMMENT ON COLUMN intervention_continuation.measure         IS 'tiled_l2, l2 or token_agreement, as in table similarity; extracted: share of the images that come out nearer than nearly all validation images do.';
COMMENT ON COLUMN intervention_continuation.image_count     IS 'Images of the group.';
COMMENT ON COLUMN intervention_continuation.value           IS 'Mean over them: lower is nearer for tiled_l2 and l2, higher for token_agreement and extracted.';
