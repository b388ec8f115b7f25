-- Held-out-normalised UnitMem: how far the owner among the images of one split stands out from the strongest images of the other.
-- Grain:  one row per split (train, val) and unit; none unless the images have both splits.
-- Inputs: activation, image. Filled by the statistic of this name; sql/definitions/held_out_unit_mem.sql says the same in SQL.
--
--     M(u) = max of mu_u over the n images of the split
--     H(u) = E[max of mu_u over n images drawn from the N images of the other split, with replacement]
--          = sum over ranks j of v_j (((N - j + 1) / N)^n - ((N - j) / N)^n)      v_1 >= v_2 >= … the other split's mu
--     held_out_unit_mem(u) = (M - H) / (M + H), which is 0 where M + H = 0
--
-- Training images that are memorized raise it for train, not for val: val is the control, which has the same bias of picking maxima.
-- Ranks beyond the first k have together less weight than 1e-9 and are left out.

CREATE OR REPLACE TABLE held_out_unit_mem (
    split             VARCHAR NOT NULL,
    unit_id           INTEGER NOT NULL,
    mu_max            FLOAT NOT NULL,
    held_out_max      DOUBLE NOT NULL,
    held_out_unit_mem DOUBLE NOT NULL
);

COMMENT ON TABLE  held_out_unit_mem                   IS 'UnitMem against the other split: one row per split and unit.';
COMMENT ON COLUMN held_out_unit_mem.split             IS 'The split of the images that M is over: train, or val as the control.';
COMMENT ON COLUMN held_out_unit_mem.unit_id           IS 'The unit.';
COMMENT ON COLUMN held_out_unit_mem.mu_max            IS 'M: the largest mu of any image of the split.';
COMMENT ON COLUMN held_out_unit_mem.held_out_max      IS 'H: the expected largest mu of as many images of the other split.';
COMMENT ON COLUMN held_out_unit_mem.held_out_unit_mem IS '(M - H) / (M + H): above 0, the split has an image that the other has no match for.';
