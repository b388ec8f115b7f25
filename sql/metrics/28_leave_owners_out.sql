-- What the results owe to a few images: the same metrics without those that own most of U10.
-- Grain:  one row per population, part and number of images left out (0, 1, 2, 5, 10, 20, 50, while two remain).
-- Inputs: activation, image, lorenz (which images own most); setting 'percentile'. Filled by a statistic, which measures again.

CREATE OR REPLACE TABLE leave_owners_out (
    population      VARCHAR NOT NULL,
    part            VARCHAR NOT NULL,
    left_out        INTEGER NOT NULL,
    unit_mem_mean   DOUBLE NOT NULL,
    u10_threshold   DOUBLE NOT NULL,
    u10_kept        DOUBLE NOT NULL,
    u10_owner_count INTEGER NOT NULL,
    top_owner_share DOUBLE NOT NULL,
    train_share     DOUBLE,
    train_share_u10 DOUBLE
);

COMMENT ON TABLE  leave_owners_out                 IS 'The metrics without the top owners: one row per population, part and number of images left out.';
COMMENT ON COLUMN leave_owners_out.population      IS 'train, val or all.';
COMMENT ON COLUMN leave_owners_out.part            IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN leave_owners_out.left_out        IS 'How many of the images with the largest NumMemUnits are left out.';
COMMENT ON COLUMN leave_owners_out.unit_mem_mean   IS 'Mean UnitMem of all units over the others.';
COMMENT ON COLUMN leave_owners_out.u10_threshold   IS 'UnitMem from which a unit is in U10 then.';
COMMENT ON COLUMN leave_owners_out.u10_kept        IS 'Share of the whole population''s U10 that is in U10 still.';
COMMENT ON COLUMN leave_owners_out.u10_owner_count IS 'Images that own units of U10 then.';
COMMENT ON COLUMN leave_owners_out.top_owner_share IS 'Share of U10 that the image with most of it owns then.';
COMMENT ON COLUMN leave_owners_out.train_share     IS 'Share of all units that training images own then; NULL but for population all with both splits.';
COMMENT ON COLUMN leave_owners_out.train_share_u10 IS 'The same of U10.';
