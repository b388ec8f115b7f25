-- Training against validation images: who owns the units when both compete for them.
-- Grain:  one row per part and unit_set (all, U10); no rows unless the images have both splits.
-- Inputs: unit_mem (population all), unit, image.
--
--     train_share = owned_by_train / unit_count,  expected_train_share = N_train / N
--
-- Units are not independent draws, for one image can own many: a binomial test on these counts is wrong.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE train_val_owner AS
WITH
split_size AS (
    SELECT
        count(*) AS image_count,
        count(*) FILTER (WHERE split = 'train') AS train_count,
        count(*) FILTER (WHERE split = 'val') AS val_count
    FROM image
),

owned AS (
    SELECT unit_id, part, split, unit_mem, in_u10
    FROM unit_mem
    JOIN unit USING (unit_id)
    JOIN image ON image_id = owner_image_id
    WHERE population = 'all'
),

unit_set AS (
    SELECT 'all' AS unit_set, * FROM owned
    UNION ALL
    SELECT 'U10' AS unit_set, * FROM owned WHERE in_u10
),

final AS (
    SELECT
        part,
        unit_set,
        count(*) AS unit_count,
        count(*) FILTER (WHERE split = 'train') AS owned_by_train,
        count(*) FILTER (WHERE split = 'val') AS owned_by_val,
        owned_by_train / unit_count AS train_share,
        train_count / image_count AS expected_train_share,
        avg(unit_mem ORDER BY unit_id) FILTER (WHERE split = 'train') AS unit_mem_mean_train,
        avg(unit_mem ORDER BY unit_id) FILTER (WHERE split = 'val') AS unit_mem_mean_val
    FROM unit_set
    CROSS JOIN split_size
    WHERE train_count > 0 AND val_count > 0
    GROUP BY part, unit_set, train_count, image_count
)

SELECT * FROM final ORDER BY part, unit_set = 'U10';

COMMENT ON TABLE  train_val_owner                      IS 'Owners in population all: one row per part and unit set.';
COMMENT ON COLUMN train_val_owner.part                 IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN train_val_owner.unit_set             IS 'all units of the part, or its U10.';
COMMENT ON COLUMN train_val_owner.unit_count           IS 'Units of the set.';
COMMENT ON COLUMN train_val_owner.owned_by_train       IS 'How many of them a training image owns.';
COMMENT ON COLUMN train_val_owner.owned_by_val         IS 'How many of them a validation image owns.';
COMMENT ON COLUMN train_val_owner.train_share          IS 'owned_by_train / unit_count.';
COMMENT ON COLUMN train_val_owner.expected_train_share IS 'N_train / N, as if owners were drawn at random.';
COMMENT ON COLUMN train_val_owner.unit_mem_mean_train  IS 'Mean UnitMem of the units that training images own.';
COMMENT ON COLUMN train_val_owner.unit_mem_mean_val    IS 'Mean UnitMem of the units that validation images own.';
