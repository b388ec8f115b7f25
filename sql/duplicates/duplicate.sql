-- Images that look alike: what `varmem duplicates` finds.
-- Grain:  one row per pair of images, each pair once.
-- Inputs: none; filled by VarMem.Analysis.Similarity. Settings 'duplicate_threshold', 'duplicate_side' and 'duplicate_tiles'.
--
--     l2(a, b)    = sqrt(sum over the d values of (a - b)^2 / d), values in [0, 1]
--     tiled(a, b) = max over tiles of l2 of the tile
--     token_agreement(a, b) = |{t : y_t(a) = y_t(b)}| / L,   y the tokens of the squares in the middle
--
-- Carlini et al. 2023, "Extracting Training Data from Diffusion Models".

CREATE OR REPLACE TABLE duplicate (
    image_id        INTEGER NOT NULL,
    other_image_id  INTEGER NOT NULL,
    distance        FLOAT   NOT NULL,
    tiled_distance  FLOAT   NOT NULL,
    token_agreement DOUBLE
);

COMMENT ON TABLE  duplicate                 IS 'Near-duplicates among the images: one row per pair with a tiled l2 below setting duplicate_threshold. Compared is the square in the middle, its side resized to duplicate_side pixels (Lanczos).';
COMMENT ON COLUMN duplicate.image_id        IS 'The image of the pair with the smaller number.';
COMMENT ON COLUMN duplicate.other_image_id  IS 'The other.';
COMMENT ON COLUMN duplicate.distance        IS 'Normalised l2 of the two, 0 to 1.';
COMMENT ON COLUMN duplicate.tiled_distance  IS 'The largest normalised l2 of one of the duplicate_tiles x duplicate_tiles tiles, 0 to 1: a background in common makes no duplicates.';
COMMENT ON COLUMN duplicate.token_agreement IS 'Share of the positions at which both have the same token: what the transformer sees of their likeness; NULL without --model.';
