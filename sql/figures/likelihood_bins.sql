-- Whether the images that a score picks are outliers, or as likely as regular ones: the share of its top 5 % in each tenth of the images by
-- likelihood.
-- Section: Membership
-- Grain: part, score and bin of log p. Inputs: likelihood_bins.
-- Population: the images that validation does not show. One picture a part (transformer, tokenizer).
WITH scored AS (
    SELECT
        *,
        if(part = 'likelihood', 'transformer', part) AS shown_part,
        list_position(['num_mem_units', 'units_owned', 'cfg_loss'], score) AS place
    FROM likelihood_bins
)

SELECT
    format(
        '{} · top 5% of each score, by tenths of the images · black: exact 95% intervals · red: of all images',
        upper(shown_part[1]) || shown_part[2:]
    ) AS subtitle,
    shown_part AS part,
    format(
        '{}|{:,} images picked',
        CASE score
            WHEN 'num_mem_units' THEN 'Most units of U10'
            WHEN 'units_owned' THEN 'Most units owned'
            WHEN 'cfg_loss' THEN 'Lowest loss (label less null class)'
            ELSE score
        END,
        sum(top_count) OVER whole
    ) AS score,
    place,
    bin,
    share,
    share_low,
    share_high,
    (sum(top_count) OVER whole) / (sum(image_count) OVER whole) AS share_of_all
FROM scored
WINDOW whole AS (PARTITION BY part, score)
ORDER BY shown_part DESC, place, bin
