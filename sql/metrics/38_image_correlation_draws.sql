-- What chance alone makes of the correlations between pictures and network: residual ranks shuffled over the images of each class.
-- Grain:  one row per part, target and statistic of the picture.
-- Inputs: image_rank, image; settings 'permutations' and 'analysis_seed'. Filled by the statistic of this name.
--
--     p = (1 + draws with a correlation at least as far from 0 as observed) / (1 + draws)

CREATE OR REPLACE TABLE image_correlation_draws (
    part      VARCHAR NOT NULL,
    target    VARCHAR NOT NULL,
    statistic VARCHAR NOT NULL,
    p         DOUBLE NOT NULL
);

COMMENT ON TABLE  image_correlation_draws           IS 'Permutation p-values of image_correlation: one row per part, target and statistic.';
COMMENT ON COLUMN image_correlation_draws.part      IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN image_correlation_draws.target    IS 'num_mem_units or mean_mu_rank.';
COMMENT ON COLUMN image_correlation_draws.statistic IS 'A column of image_statistic.';
COMMENT ON COLUMN image_correlation_draws.p         IS 'Two-sided p-value of the partial correlation.';
