-- Whether the images that a score picks are outliers, or as likely as regular ones: how many of its top 5 % lie in each tenth of the
-- likelihood. After van den Burg and Williams (NeurIPS 2021), whose score is another.
-- Grain:  one row per part, score and bin of log p; none for a score that is the same for all.
-- Inputs: image_nll, image_score: images that validation does not show. The intervals are filled in by the statistic of this name.
--
--     bins are tenths of the images by log p of all tokens of a crop, 1 the least likely
--     top: the first 5 % of the images, rounded up, and those that are equal to the last of them, but for images with the lowest value of all
--
-- Interval: Clopper and Pearson's exact binomial 95 %; by chance the share of a bin is that of all.

CREATE OR REPLACE TABLE likelihood_bins AS
WITH
scored AS (
    SELECT part, score, image_id, -nll AS log_p, if(score = 'cfg_loss', -value, value) AS value
    FROM image_nll
    JOIN image_score USING (image_id)
    WHERE score IN ('num_mem_units', 'units_owned', 'cfg_loss') AND value IS NOT NULL AND side IS DISTINCT FROM 'val'
),

picked AS (
    SELECT
        *,
        ntile(10) OVER (PARTITION BY part, score ORDER BY log_p, image_id)::INTEGER AS bin,
        min(value) OVER whole AS lowest,
        rank() OVER (PARTITION BY part, score ORDER BY value DESC) <= ceil(0.05 * count(*) OVER whole) AND value > lowest AS is_top
    FROM scored
    WINDOW whole AS (PARTITION BY part, score)
    QUALIFY max(value) OVER whole > lowest
),

final AS (
    SELECT
        part,
        score,
        bin,
        min(log_p) AS log_p_low,
        max(log_p) AS log_p_high,
        count(*) AS image_count,
        count(*) FILTER (WHERE is_top) AS top_count,
        top_count / image_count AS share,
        NULL::DOUBLE AS share_low,
        NULL::DOUBLE AS share_high,
        top_count / sum(top_count) OVER (PARTITION BY part, score) AS share_of_top
    FROM picked
    GROUP BY part, score, bin
)

SELECT * FROM final ORDER BY part, score, bin;

COMMENT ON TABLE  likelihood_bins              IS 'Where the images that a score picks lie by their likelihood: one row per part, score and bin.';
COMMENT ON COLUMN likelihood_bins.part         IS 'As in image_score.';
COMMENT ON COLUMN likelihood_bins.score        IS 'num_mem_units, units_owned, or cfg_loss, of which the lowest are picked.';
COMMENT ON COLUMN likelihood_bins.bin          IS 'Tenth of the images by log p: 1 the least likely, 10 the likeliest; fewer of fewer than ten images.';
COMMENT ON COLUMN likelihood_bins.log_p_low    IS 'Lowest log p of the bin: of all tokens of a crop, in nats.';
COMMENT ON COLUMN likelihood_bins.log_p_high   IS 'Highest log p of the bin.';
COMMENT ON COLUMN likelihood_bins.image_count  IS 'Images of the bin.';
COMMENT ON COLUMN likelihood_bins.top_count    IS 'Those of them in the top 5 % of the score.';
COMMENT ON COLUMN likelihood_bins.share        IS 'top_count / image_count.';
COMMENT ON COLUMN likelihood_bins.share_low    IS 'Lower end of its exact binomial interval, 95 %.';
COMMENT ON COLUMN likelihood_bins.share_high   IS 'Its upper end.';
COMMENT ON COLUMN likelihood_bins.share_of_top IS 'top_count of all top images.';
