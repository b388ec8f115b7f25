-- How many bits training saved an image: how much shorter the transformer's code of it is than those of comparable held-out images.
-- Grain:  one row per training image, canaries too; none without validation images.
-- Inputs: image_nll.
--
--     bits_saved = (mean NLL of the validation images of its class, of all where there are none - its own NLL) / ln 2

CREATE OR REPLACE TABLE bits_saved AS
WITH
of_class AS (
    SELECT class_id, avg(nll ORDER BY image_id) AS nll, count(*) AS image_count
    FROM image_nll
    WHERE side = 'val'
    GROUP BY class_id
),

of_all AS (
    SELECT avg(nll ORDER BY image_id) AS nll, count(*) AS image_count
    FROM image_nll
    WHERE side = 'val'
    HAVING count(*) > 0
),

final AS (
    SELECT
        image_id,
        side = 'canary' AS is_canary,
        image_nll.nll,
        coalesce(of_class.nll, of_all.nll) AS held_out_nll,
        coalesce(of_class.image_count, of_all.image_count) AS held_out_images,
        of_class.nll IS NOT NULL AS is_of_class,
        (held_out_nll - image_nll.nll) / ln(2) AS bits_saved
    FROM image_nll
    CROSS JOIN of_all
    LEFT JOIN of_class USING (class_id)
    WHERE side IN ('canary', 'train')
)

SELECT * FROM final ORDER BY image_id;

COMMENT ON TABLE  bits_saved                 IS 'How many bits training saved an image: one row per training image.';
COMMENT ON COLUMN bits_saved.image_id        IS 'The image.';
COMMENT ON COLUMN bits_saved.is_canary       IS 'Whether it is a canary.';
COMMENT ON COLUMN bits_saved.nll             IS 'Negative log likelihood of all tokens of a crop, in nats.';
COMMENT ON COLUMN bits_saved.held_out_nll    IS 'The mean of the same over the validation images that it is compared with.';
COMMENT ON COLUMN bits_saved.held_out_images IS 'Their number.';
COMMENT ON COLUMN bits_saved.is_of_class     IS 'Whether they are of its class; otherwise all validation images, for its class has none.';
COMMENT ON COLUMN bits_saved.bits_saved      IS 'held_out_nll less nll, in bits; below 0 where the image is less likely than held-out ones.';
