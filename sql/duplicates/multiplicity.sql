-- How often an image is there: itself and all that chains of near-duplicates lead to, which are the connected components of table duplicate.
-- Grain:  one row per image.
-- Inputs: image, duplicate.
--
--     multiplicity(x) = |{y : x = y or x ~ ... ~ y}|,   x ~ y where (x, y) is a row of duplicate

CREATE OR REPLACE TABLE multiplicity AS
WITH RECURSIVE
edge AS (
    SELECT image_id, other_image_id FROM duplicate
    UNION ALL
    SELECT other_image_id, image_id FROM duplicate
),

-- Each image takes over the smallest number of its neighbours until none changes.
component (image_id, duplicate_group) USING KEY (image_id) AS (
    SELECT image_id, image_id FROM image
    UNION
    (
        SELECT known.image_id, min(changed.duplicate_group)
        FROM component AS changed
        JOIN edge ON edge.image_id = changed.image_id
        JOIN recurring.component AS known ON known.image_id = edge.other_image_id
        WHERE changed.duplicate_group < known.duplicate_group
        GROUP BY known.image_id
    )
),

final AS (
    SELECT
        image_id,
        duplicate_group,
        count(*) OVER (PARTITION BY duplicate_group) AS multiplicity
    FROM component
)

SELECT * FROM final ORDER BY image_id;

COMMENT ON TABLE  multiplicity                 IS 'How often an image is among the images, near-duplicates counted: one row per image that there was when duplicates were looked for.';
COMMENT ON COLUMN multiplicity.image_id        IS 'The image.';
COMMENT ON COLUMN multiplicity.duplicate_group IS 'What it is near to, through others too: the smallest image_id of the group; its own where it is alone.';
COMMENT ON COLUMN multiplicity.multiplicity    IS 'Images of the group: 1 where it is alone.';
