-- Whose memory a depth holds: how many different images and classes own its most memorizing units, and how evenly.
-- Grain:  one row per population, part, block and kind that has units in U10; kind NULL is all kinds of the block together.
-- Inputs: unit_mem, unit, image.
-- Sums add up in the order of the owners, so that their last digit does not depend on the number of threads.
--
--     p(x) = units of U10 that x owns / units of U10      H = -sum p ln p, in nats      effective number = exp(H)

CREATE OR REPLACE TABLE depth_diversity AS
WITH
owned AS (
    SELECT
        population,
        part,
        block,
        kind,
        owner_image_id AS image_id,
        count(*) AS unit_count
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE in_u10
    GROUP BY GROUPING SETS ((population, part, block, kind, owner_image_id), (population, part, block, owner_image_id))
),

by_image AS (
    SELECT
        *,
        unit_count / sum(unit_count) OVER (PARTITION BY population, part, block, kind) AS p
    FROM owned
),

image_diversity AS (
    SELECT
        population,
        part,
        block,
        kind,
        sum(unit_count)::BIGINT AS u10_count,
        count(*) AS image_count,
        -sum(p * ln(p) ORDER BY image_id) AS image_entropy,
        max(p) AS top_image_share
    FROM by_image
    GROUP BY population, part, block, kind
),

-- Units of images without a class count for none: shares are of the others, and add up to 1.
by_class AS (
    SELECT
        population,
        part,
        block,
        kind,
        class_id,
        sum(unit_count) / sum(sum(unit_count)) OVER (PARTITION BY population, part, block, kind) AS p
    FROM by_image
    JOIN image USING (image_id)
    WHERE class_id IS NOT NULL
    GROUP BY population, part, block, kind, class_id
),

class_diversity AS (
    SELECT
        population,
        part,
        block,
        kind,
        count(*) AS class_count,
        -sum(p * ln(p) ORDER BY class_id) AS class_entropy,
        max(p) AS top_class_share
    FROM by_class
    GROUP BY population, part, block, kind
),

-- A block, and with it the tokenizer's or a stray layer's, may be NULL: hence no plain USING.
final AS (
    SELECT
        i.population,
        i.part,
        i.block,
        i.kind,
        u10_count,
        image_count,
        abs(image_entropy) AS image_entropy,
        exp(image_entropy) AS effective_images,
        top_image_share,
        class_count,
        abs(class_entropy) AS class_entropy,
        exp(class_entropy) AS effective_classes,
        top_class_share
    FROM image_diversity i
    LEFT JOIN class_diversity c
        ON i.population = c.population AND i.part = c.part
        AND i.block IS NOT DISTINCT FROM c.block AND i.kind IS NOT DISTINCT FROM c.kind
)

SELECT * FROM final ORDER BY ALL;

COMMENT ON TABLE  depth_diversity                   IS 'Owners of U10 by depth: one row per population, part, block and kind with units in U10; kind NULL is all kinds together.';
COMMENT ON COLUMN depth_diversity.population        IS 'train, val or all.';
COMMENT ON COLUMN depth_diversity.part              IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN depth_diversity.block             IS 'Depth: index of the transformer block, or level of the tokenizer.';
COMMENT ON COLUMN depth_diversity.kind              IS 'Layer type; NULL for all types of the block together.';
COMMENT ON COLUMN depth_diversity.u10_count         IS 'Units of U10 there.';
COMMENT ON COLUMN depth_diversity.image_count       IS 'Different images that own them.';
COMMENT ON COLUMN depth_diversity.image_entropy     IS 'Entropy of their shares, in nats: 0 where one image owns all.';
COMMENT ON COLUMN depth_diversity.effective_images  IS 'exp(entropy): as many images with equal shares would have it.';
COMMENT ON COLUMN depth_diversity.top_image_share   IS 'Largest share of a single image.';
COMMENT ON COLUMN depth_diversity.class_count       IS 'Different classes of those images; NULL where images have none, as what follows.';
COMMENT ON COLUMN depth_diversity.class_entropy     IS 'Entropy of the classes'' shares, in nats.';
COMMENT ON COLUMN depth_diversity.effective_classes IS 'exp(entropy) of the classes.';
COMMENT ON COLUMN depth_diversity.top_class_share   IS 'Largest share of a single class.';
