-- How strongly an image activates units in general: the mean, over the units, of its rank among the images.
-- Grain:  one row per population, part and image of it.
-- Inputs: activation, population. Filled by the statistic of this name, which sorts the images of each
-- unit; sql/definitions/image_mu_rank.sql says the same in SQL.
--
--     mean_rank(x) = mean over u of (midrank of mu_u(x) among the N images - 1/2) / N: near 0 the lowest everywhere, 1/2 as most,
--     near 1 the highest; images with equal mu share the mean of their ranks

CREATE OR REPLACE TABLE image_mu_rank (
    population VARCHAR NOT NULL,
    part       VARCHAR NOT NULL,
    image_id   INTEGER NOT NULL,
    mean_rank  DOUBLE NOT NULL
);

COMMENT ON TABLE  image_mu_rank            IS 'How strongly images activate units in general: one row per population, part and image.';
COMMENT ON COLUMN image_mu_rank.population IS 'train, val or all: the images that it is ranked among.';
COMMENT ON COLUMN image_mu_rank.part       IS 'transformer, tokenizer, or network for any other: the units that the mean is over.';
COMMENT ON COLUMN image_mu_rank.image_id   IS 'The image.';
COMMENT ON COLUMN image_mu_rank.mean_rank  IS 'Mean over the units of (midrank of mu - 1/2) / N, between 0 and 1.';
