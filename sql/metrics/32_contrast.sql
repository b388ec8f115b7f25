-- Which images are to be told from which: by what is known of the training.
-- Grain:  one row per contrast and image; a contrast is there only if it has images on both sides.
-- Inputs: image (split, canary).
--
--     canary_train  canaries, which training showed more often, against the other training images
--     canary_val    canaries against validation images
--     train_val     the other training images against validation images

CREATE OR REPLACE TABLE contrast AS
WITH
known AS (
    SELECT
        image_id,
        CASE WHEN split = 'val' THEN 'val' WHEN canary THEN 'canary' WHEN split = 'train' OR canary IS NOT NULL THEN 'train' END AS side
    FROM image
),

pair AS (
    FROM (VALUES ('canary_train', 'canary', 'train'), ('canary_val', 'canary', 'val'), ('train_val', 'train', 'val'))
        AS pair(contrast, positive, negative)
),

sided AS (
    SELECT contrast, image_id, side = positive AS is_positive
    FROM pair
    JOIN known ON side IN (positive, negative)
),

final AS (
    SELECT *
    FROM sided
    QUALIFY bool_or(is_positive) OVER (PARTITION BY contrast) AND NOT bool_and(is_positive) OVER (PARTITION BY contrast)
)

SELECT * FROM final ORDER BY contrast, image_id;

COMMENT ON TABLE  contrast             IS 'Images to be told from others by their scores: one row per contrast and image.';
COMMENT ON COLUMN contrast.contrast    IS 'canary_train, canary_val or train_val: what is told from what.';
COMMENT ON COLUMN contrast.image_id    IS 'The image.';
COMMENT ON COLUMN contrast.is_positive IS 'Whether it is of those named first, which should score higher.';
