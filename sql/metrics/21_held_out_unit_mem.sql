-- Held-out-normalised UnitMem: how far the owner among the images of one split stands out from the strongest images of the other.
-- Grain:  one row per split (train, val) and unit; none unless the images have both splits.
-- Inputs: activation, image.
--
--     M(u) = max of mu_u over the n images of the split
--     H(u) = E[max of mu_u over n images drawn from the N images of the other split, with replacement]
--          = sum over ranks j of v_j (((N - j + 1) / N)^n - ((N - j) / N)^n)      v_1 >= v_2 >= … the other split's mu
--     held_out_unit_mem(u) = (M - H) / (M + H), which is 0 where M + H = 0
--
-- Training images that are memorized raise it for train, not for val: val is the control, which has the same bias of picking maxima.
-- Ranks beyond the first k have together less weight than 1e-9 and are left out.

CREATE OR REPLACE TABLE held_out_unit_mem AS
WITH
split_size AS (
    SELECT count(*) FILTER (WHERE split = 'train') AS train_count, count(*) FILTER (WHERE split = 'val') AS val_count
    FROM image
),

side AS (
    SELECT 'train' AS split, 'val' AS other, train_count AS n, val_count AS other_n FROM split_size WHERE least(train_count, val_count) > 0
    UNION ALL
    SELECT 'val', 'train', val_count, train_count FROM split_size WHERE least(train_count, val_count) > 0
),

-- The largest mu of each split, falling.
strongest AS (
    SELECT
        split,
        unit_id,
        max(mu, (SELECT coalesce(max(least(other_n, ceil(21 * other_n / n) + 1)), 1) FROM side)::BIGINT) AS mu
    FROM activation
    JOIN image USING (image_id)
    WHERE split IN (SELECT split FROM side)
    GROUP BY split, unit_id
),

paired AS (
    SELECT own.split, own.unit_id, n, other_n, own.mu[1] AS mu_max, strongest.mu AS others
    FROM strongest AS own
    JOIN side USING (split)
    JOIN strongest ON strongest.split = other AND strongest.unit_id = own.unit_id
),

weighted AS (
    SELECT
        *,
        list_transform(
            others,
            lambda value, j: pow((other_n - j + 1) / other_n, n) - pow((other_n - j) / other_n, n)
        ) AS weights
    FROM paired
),

final AS (
    SELECT
        split,
        unit_id,
        mu_max,
        list_dot_product(others::DOUBLE[], weights) / list_sum(weights) AS held_out_max,
        CASE WHEN mu_max + held_out_max = 0 THEN 0 ELSE (mu_max - held_out_max) / (mu_max + held_out_max) END AS held_out_unit_mem
    FROM weighted
)

SELECT * FROM final ORDER BY split, unit_id;

COMMENT ON TABLE  held_out_unit_mem                   IS 'UnitMem against the other split: one row per split and unit.';
COMMENT ON COLUMN held_out_unit_mem.split             IS 'The split of the images that M is over: train, or val as the control.';
COMMENT ON COLUMN held_out_unit_mem.unit_id           IS 'The unit.';
COMMENT ON COLUMN held_out_unit_mem.mu_max            IS 'M: the largest mu of any image of the split.';
COMMENT ON COLUMN held_out_unit_mem.held_out_max      IS 'H: the expected largest mu of as many images of the other split.';
COMMENT ON COLUMN held_out_unit_mem.held_out_unit_mem IS '(M - H) / (M + H): above 0, the split has an image that the other has no match for.';
