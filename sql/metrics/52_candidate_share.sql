-- Which images the extraction test tries first: those whose last scale the transformer would have chosen itself.
-- Grain:  one row per image that was looked at.
-- Inputs: candidate, image.
--
--     share = tokens of the last scale that are the likeliest of all codes, teacher-forced / tokens of the last scale
--     rank within the images of one class and population; of equal shares the smaller image_id first
--     population: canary, train for the other training images, val, or image where nothing is known
--
-- after Kowalczuk et al. (arXiv 2502.02514), who take the five of each class.

CREATE OR REPLACE TABLE candidate_share AS
WITH
known AS (
    SELECT
        image_id,
        class_id,
        CASE
            WHEN split = 'val' THEN 'val'
            WHEN canary THEN 'canary'
            WHEN split = 'train' OR canary IS NOT NULL THEN 'train'
            ELSE 'image'
        END AS population
    FROM image
),

final AS (
    SELECT
        population,
        class_id,
        image_id,
        token_count,
        top_count,
        top_count / token_count AS share,
        row_number() OVER (PARTITION BY population, class_id ORDER BY top_count / token_count DESC, image_id) AS rank
    FROM candidate
    JOIN known USING (image_id)
)

SELECT * FROM final ORDER BY population, class_id, rank;

COMMENT ON TABLE  candidate_share             IS 'How well the transformer knows the last scale of each image: one row per image; none before varmem extraction.';
COMMENT ON COLUMN candidate_share.population  IS 'canary, train (the other training images), val, or image where nothing is known of it.';
COMMENT ON COLUMN candidate_share.class_id    IS 'As in table image.';
COMMENT ON COLUMN candidate_share.image_id    IS 'The image.';
COMMENT ON COLUMN candidate_share.token_count IS 'Tokens of its last scale.';
COMMENT ON COLUMN candidate_share.top_count   IS 'Those of them that are the likeliest of all codes.';
COMMENT ON COLUMN candidate_share.share       IS 'top_count / token_count.';
COMMENT ON COLUMN candidate_share.rank        IS 'Its place in its class and population, the largest share first.';
