-- Whether U10 reproduces: two random halves of the images, and which units each calls memorizing.
-- Grain:  one row per population, part and draw, 25 draws; none for a population of less than four images.
-- Inputs: activation, image; settings 'percentile' and 'analysis_seed'. Filled by a statistic, which halves every class and split.
--
--     jaccard = |A and B| / |A or B| of the two U10        by chance: |A| |B| / U units in both
--     spearman = rank correlation of UnitMem between the halves, over all units

CREATE OR REPLACE TABLE half_split (
    population        VARCHAR NOT NULL,
    part              VARCHAR NOT NULL,
    draw              INTEGER NOT NULL,
    first_images      INTEGER NOT NULL,
    second_images     INTEGER NOT NULL,
    u10_first         INTEGER NOT NULL,
    u10_second        INTEGER NOT NULL,
    u10_both          INTEGER NOT NULL,
    jaccard           DOUBLE NOT NULL,
    jaccard_by_chance DOUBLE NOT NULL,
    spearman          DOUBLE
);

COMMENT ON TABLE  half_split                   IS 'Whether U10 reproduces on two halves of the images: one row per population, part and draw.';
COMMENT ON COLUMN half_split.population        IS 'train, val or all: the images that are halved.';
COMMENT ON COLUMN half_split.part              IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN half_split.draw              IS 'Number of the halving, 0-based.';
COMMENT ON COLUMN half_split.first_images      IS 'Images of the first half.';
COMMENT ON COLUMN half_split.second_images     IS 'Images of the second half.';
COMMENT ON COLUMN half_split.u10_first         IS 'Units of U10 over the first half.';
COMMENT ON COLUMN half_split.u10_second        IS 'Units of U10 over the second half.';
COMMENT ON COLUMN half_split.u10_both          IS 'Units in both.';
COMMENT ON COLUMN half_split.jaccard           IS 'u10_both over the units in either: 1 the same units, about 0.05 unrelated ones.';
COMMENT ON COLUMN half_split.jaccard_by_chance IS 'The same for sets of these sizes chosen at random.';
COMMENT ON COLUMN half_split.spearman          IS 'Rank correlation of UnitMem between the halves; NULL where UnitMem is constant.';
