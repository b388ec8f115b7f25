-- Whether free samples are nearer to training images than to images that the model has not seen.
-- Grain:  one row per free sample and distance.
-- Inputs: generation, similarity.
--
--     ratio = distance to the nearest training image / distance to the nearest validation image
--
-- after van den Burg and Williams (NeurIPS 2021): below 1 a sample is nearer to training, and around 1 on average without memorization, if
-- there are as many images of either; of more images the nearest is nearer.

CREATE OR REPLACE TABLE nearest_ratio AS
WITH
nearest AS (
    SELECT generation_id, label, sample, similarity.image_id, reference, measure, value
    FROM generation
    JOIN similarity USING (generation_id)
    WHERE sample IS NOT NULL AND intervention_id IS NULL AND measure IN ('l2', 'tiled_l2')
),

final AS (
    SELECT
        train.measure,
        generation_id,
        train.label,
        train.sample,
        train.image_id AS train_image_id,
        train.value AS train_distance,
        val.image_id AS val_image_id,
        val.value AS val_distance,
        train.value / nullif(val.value, 0) AS ratio
    FROM nearest AS train
    JOIN nearest AS val USING (generation_id, measure)
    WHERE train.reference = 'nearest_train' AND val.reference = 'nearest_val'
)

SELECT * FROM final ORDER BY measure, generation_id;

COMMENT ON TABLE  nearest_ratio                IS 'How far free samples are from the nearest training and validation image: one row per free sample and distance; none where either split is missing.';
COMMENT ON COLUMN nearest_ratio.measure        IS 'l2 or tiled_l2, as in table similarity.';
COMMENT ON COLUMN nearest_ratio.generation_id  IS 'The sample, as in table generation.';
COMMENT ON COLUMN nearest_ratio.label          IS 'The class it was conditioned on.';
COMMENT ON COLUMN nearest_ratio.sample         IS 'Its number among those of the class.';
COMMENT ON COLUMN nearest_ratio.train_image_id IS 'The nearest training image.';
COMMENT ON COLUMN nearest_ratio.train_distance IS 'Its distance.';
COMMENT ON COLUMN nearest_ratio.val_image_id   IS 'The nearest validation image.';
COMMENT ON COLUMN nearest_ratio.val_distance   IS 'Its distance.';
COMMENT ON COLUMN nearest_ratio.ratio          IS 'train_distance / val_distance; NULL for a copy of a validation image.';
