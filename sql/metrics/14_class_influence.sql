-- Class influence: which classes the memorizing units belong to, beside the classes' shares of the images.
-- Grain:  one row per population, part and class of its images; none where images have no classes.
-- Inputs: num_mem_units, image.
--
--     influence(c) = (sum of NumMemUnits over the images of c / that over all images) / (images of c / images)

CREATE OR REPLACE TABLE class_influence AS
WITH
by_class AS (
    SELECT
        population,
        part,
        class_id,
        min(class_name) AS class_name,
        count(*) AS image_count,
        count(*) FILTER (WHERE num_mem_units > 0) AS owner_count,
        sum(num_mem_units)::BIGINT AS num_mem_units,
        max(num_mem_units) AS num_mem_units_max
    FROM num_mem_units
    JOIN image USING (image_id)
    WHERE class_id IS NOT NULL
    GROUP BY population, part, class_id
),

final AS (
    SELECT
        population,
        part,
        class_id,
        class_name,
        image_count,
        image_count / sum(image_count) OVER whole AS image_share,
        owner_count,
        num_mem_units,
        num_mem_units / nullif(sum(num_mem_units) OVER whole, 0) AS u10_share,
        u10_share / image_share AS influence,
        num_mem_units_max
    FROM by_class
    WINDOW whole AS (PARTITION BY population, part)
)

SELECT * FROM final ORDER BY population, part, class_id;

COMMENT ON TABLE  class_influence                   IS 'U10 by class of the owner: one row per population, part and class.';
COMMENT ON COLUMN class_influence.population        IS 'train, val or all.';
COMMENT ON COLUMN class_influence.part              IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN class_influence.class_id          IS 'The class.';
COMMENT ON COLUMN class_influence.class_name        IS 'Its name.';
COMMENT ON COLUMN class_influence.image_count       IS 'Its images.';
COMMENT ON COLUMN class_influence.image_share       IS 'Their share of all images that have a class.';
COMMENT ON COLUMN class_influence.owner_count       IS 'How many of them own units of U10.';
COMMENT ON COLUMN class_influence.num_mem_units     IS 'Units of U10 that its images own.';
COMMENT ON COLUMN class_influence.u10_share         IS 'Their share of U10; NULL where U10 is empty.';
COMMENT ON COLUMN class_influence.influence         IS 'u10_share / image_share: 1 as many as its images would give it.';
COMMENT ON COLUMN class_influence.num_mem_units_max IS 'The largest NumMemUnits of a single image of the class.';
