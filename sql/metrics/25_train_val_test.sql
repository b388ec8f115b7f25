-- Training against validation images done right: images are permuted, not units, which cluster by owner.
-- Grain:  one row per part, unit set, grouping, group and statistic; none unless the images have both splits.
-- Inputs: owner_weight, image, train_val_draws.
--
-- The exact mean and standard deviation of train_share under permutation within classes, as a check of the draws: with n_c of the N_c
-- images of class c in training, and w(x) the units that x owns,
--
--     mean = sum over c of n_c / N_c * sum of w            variance = sum over c of n_c (N_c - n_c) / (N_c (N_c - 1)) * sum of (w - mean_c w)^2
--
-- both over the number of units, or its square.

CREATE OR REPLACE TABLE train_val_test AS
WITH
member AS (
    SELECT image_id, coalesce(class_id, -1) AS class_id, split = 'train' AS is_train
    FROM image
    WHERE split IS NOT NULL
),

class_size AS (
    SELECT class_id, count(*) FILTER (WHERE is_train) AS train_count, count(*) AS image_count
    FROM member
    GROUP BY class_id
),

-- Images that own nothing of a group have weight 0: they count in the size of the class alone.
class_weight AS (
    SELECT
        part,
        unit_set,
        grouping,
        group_name,
        class_id,
        sum(unit_count)::BIGINT AS weight,
        sum(unit_count * unit_count)::BIGINT AS square
    FROM owner_weight
    JOIN member USING (image_id)
    GROUP BY part, unit_set, grouping, group_name, class_id
),

exact AS (
    SELECT
        part,
        unit_set,
        grouping,
        group_name,
        sum(train_count * weight / image_count ORDER BY class_id) AS mean,
        sqrt(sum(
            train_count * (image_count - train_count) / (image_count * greatest(image_count - 1, 1))
            * (square - weight * weight / image_count)
            ORDER BY class_id
        )) AS sd
    FROM class_weight
    JOIN class_size USING (class_id)
    GROUP BY part, unit_set, grouping, group_name
),

owned AS (
    SELECT
        part,
        unit_set,
        grouping,
        group_name,
        sum(unit_count)::BIGINT AS unit_count,
        coalesce(sum(unit_count) FILTER (WHERE split = 'train'), 0)::BIGINT AS owned_by_train,
        coalesce(sum(unit_count) FILTER (WHERE split = 'val'), 0)::BIGINT AS owned_by_val,
        sum(unit_mem_sum ORDER BY image_id) FILTER (WHERE split = 'train') / nullif(owned_by_train, 0) AS unit_mem_mean_train,
        sum(unit_mem_sum ORDER BY image_id) FILTER (WHERE split = 'val') / nullif(owned_by_val, 0) AS unit_mem_mean_val
    FROM owner_weight
    JOIN image USING (image_id)
    GROUP BY part, unit_set, grouping, group_name
),

-- Where images without a split own all of a group, no permutation moves any of it.
final AS (
    SELECT
        part,
        unit_set,
        grouping,
        group_name,
        statistic,
        unit_count,
        owned_by_train,
        owned_by_val,
        if(statistic = 'train_share', owned_by_train / unit_count, unit_mem_mean_train - unit_mem_mean_val) AS observed,
        if(statistic = 'train_share', coalesce(mean, 0) / unit_count, NULL) AS exact_mean,
        if(statistic = 'train_share', coalesce(sd, 0) / unit_count, NULL) AS exact_sd,
        permutation_mean,
        permutation_sd,
        observed - coalesce(exact_mean, permutation_mean) AS effect,
        p,
        bootstrap_low,
        bootstrap_high,
        CASE WHEN p >= 0.05 THEN 'same' WHEN effect > 0 THEN 'higher' WHEN effect < 0 THEN 'lower' END AS verdict
    FROM train_val_draws
    JOIN owned USING (part, unit_set, grouping, group_name)
    LEFT JOIN exact USING (part, unit_set, grouping, group_name)
)

SELECT *
FROM final
ORDER BY part, unit_set = 'U10', grouping <> 'overall', grouping, try_cast(group_name AS INTEGER), group_name, statistic;

COMMENT ON TABLE  train_val_test                  IS 'Training against validation images: one row per part, unit set, grouping, group and statistic.';
COMMENT ON COLUMN train_val_test.part             IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN train_val_test.unit_set         IS 'all units, or U10.';
COMMENT ON COLUMN train_val_test.grouping         IS 'overall, block, kind or scale.';
COMMENT ON COLUMN train_val_test.group_name       IS 'Which block, kind or scale; all where overall.';
COMMENT ON COLUMN train_val_test.statistic        IS 'train_share: of the units; unit_mem_difference: mean UnitMem of train''s units less that of val''s.';
COMMENT ON COLUMN train_val_test.unit_count       IS 'Units of the group.';
COMMENT ON COLUMN train_val_test.owned_by_train   IS 'How many of them a training image owns.';
COMMENT ON COLUMN train_val_test.owned_by_val     IS 'How many of them a validation image owns.';
COMMENT ON COLUMN train_val_test.observed         IS 'The statistic; NULL where a split owns nothing to take the mean of.';
COMMENT ON COLUMN train_val_test.exact_mean       IS 'Exact mean of train_share over all permutations within classes.';
COMMENT ON COLUMN train_val_test.exact_sd         IS 'Its exact standard deviation.';
COMMENT ON COLUMN train_val_test.permutation_mean IS 'Mean over the permutations drawn.';
COMMENT ON COLUMN train_val_test.permutation_sd   IS 'Standard deviation over the permutations drawn.';
COMMENT ON COLUMN train_val_test.effect           IS 'observed less its mean under permutation.';
COMMENT ON COLUMN train_val_test.p                IS 'Two-sided p-value of the permutation test.';
COMMENT ON COLUMN train_val_test.bootstrap_low    IS 'Lower end of the image-bootstrap 95 % interval of observed.';
COMMENT ON COLUMN train_val_test.bootstrap_high   IS 'Its upper end.';
COMMENT ON COLUMN train_val_test.verdict          IS 'higher or lower for training images where p < 0.05, else same.';
