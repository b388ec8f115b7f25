-- What the images have in common that the network keeps: rank correlations of the picture's statistics with NumMemUnits and with the mean rank of mu.
-- Grain:  one row per part, target (num_mem_units, mean_mu_rank) and statistic of the picture.
-- Inputs: image_rank, image_correlation_draws.
--
--     rho         = Spearman's: correlation of the ranks
--     rho_partial = correlation of the residual ranks: what is left within classes; NULL where one side is constant there
--     p_holm      = running maximum over rising p of (m - rank + 1) p        p_bh = running minimum over falling p of m p / rank
--
-- both over the m correlations of a part, at most 1. Sums add up in the order of the images.

CREATE OR REPLACE TABLE image_correlation AS
WITH
paired AS (
    SELECT
        target.part,
        target.variable AS target,
        picture.variable AS statistic,
        count(*) AS image_count,
        corr(target.rank, picture.rank ORDER BY image_id) AS rho,
        sum(target.residual * picture.residual ORDER BY image_id) AS product,
        sum(target.residual ** 2 ORDER BY image_id) * sum(picture.residual ** 2 ORDER BY image_id) AS squares
    FROM image_rank AS target
    JOIN image_rank AS picture USING (image_id)
    WHERE target.part <> 'picture' AND picture.part = 'picture'
    GROUP BY ALL
),

correlated AS (
    SELECT
        part,
        target,
        statistic,
        image_count,
        if(isnan(rho), NULL, rho) AS rho,
        product / nullif(sqrt(squares), 0) AS rho_partial,
        if(squares > 0, p, NULL) AS p
    FROM paired
    LEFT JOIN image_correlation_draws USING (part, target, statistic)
),

ordered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY part ORDER BY p NULLS LAST, target, statistic) AS rank,
        count(p) OVER (PARTITION BY part) AS test_count
    FROM correlated
),

final AS (
    SELECT
        part,
        target,
        statistic,
        image_count,
        rho,
        rho_partial,
        p,
        if(p IS NULL, NULL, least(1, max((test_count - rank + 1) * p) OVER (PARTITION BY part ORDER BY rank))) AS p_holm,
        if(p IS NULL, NULL, least(1, min(test_count * p / rank) OVER (PARTITION BY part ORDER BY rank DESC))) AS p_bh
    FROM ordered
)

SELECT * FROM final ORDER BY part, target, statistic;

COMMENT ON TABLE  image_correlation             IS 'What images have in common that the network keeps: one row per part, target and statistic.';
COMMENT ON COLUMN image_correlation.part        IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN image_correlation.target      IS 'num_mem_units or mean_mu_rank, of the population shown.';
COMMENT ON COLUMN image_correlation.statistic   IS 'A column of image_statistic.';
COMMENT ON COLUMN image_correlation.image_count IS 'Images that have both.';
COMMENT ON COLUMN image_correlation.rho         IS 'Spearman''s rank correlation; NULL where one side is constant.';
COMMENT ON COLUMN image_correlation.rho_partial IS 'The same within classes: of ranks less their class''s mean.';
COMMENT ON COLUMN image_correlation.p           IS 'Two-sided permutation p-value of rho_partial.';
COMMENT ON COLUMN image_correlation.p_holm      IS 'p after Holm: the chance of a single false one among the part''s correlations.';
COMMENT ON COLUMN image_correlation.p_bh        IS 'p after Benjamini and Hochberg: the share of false ones among those called.';
