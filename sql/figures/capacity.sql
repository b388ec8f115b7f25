-- How many bits training saved images: how much shorter the transformer's code of them is than that of held-out images of their class.
-- Section: Membership
-- Grain: population and bin of the bits. Inputs: bits_saved, capacity.
-- Population: the canaries and the other training images, or all training images where no canary is known; empty without validation images.
WITH
populated AS (
    SELECT if(EXISTS (FROM bits_saved WHERE is_canary), if(is_canary, 'canary', 'other'), 'train') AS population, bits_saved
    FROM bits_saved
),

-- 1, 2 or 5 times a power of ten, some thirty over the middle 98 % of the images.
spread AS (
    SELECT greatest((quantile_cont(bits_saved, 0.99) - quantile_cont(bits_saved, 0.01)) / 30, 1e-3) AS wanted, 10 ** floor(log10(wanted)) AS power
    FROM populated
),

step AS (
    SELECT power * CASE WHEN wanted <= 2 * power THEN 2 WHEN wanted <= 5 * power THEN 5 ELSE 10 END AS width
    FROM spread
),

binned AS (
    SELECT population, floor(bits_saved / width)::BIGINT AS bin, count(*) AS images
    FROM populated
    CROSS JOIN step
    GROUP BY ALL
)

SELECT
    format(
        'Bits a crop · red: mean with 95% interval{}',
        coalesce(format(' · the parameters take {:,.0f} bits an image measured', parameter_bits_per_image), '')
    ) AS subtitle,
    'transformer' AS part,
    format(
        '{} ({:,}): {} bits saved on average{}',
        CASE population WHEN 'canary' THEN 'Canaries' WHEN 'other' THEN 'Other training images' ELSE 'Training images' END,
        image_count,
        replace(format('{:,.1f}', bits_saved_mean), '-', '−'),
        coalesce(format(' ({} to {})', replace(format('{:,.1f}', bits_saved_low), '-', '−'), replace(format('{:,.1f}', bits_saved_high), '-', '−')), '')
    ) AS population,
    bin * width AS bits_from,
    (bin + 1) * width AS bits_to,
    images / image_count AS share,
    bits_saved_mean,
    bits_saved_low,
    bits_saved_high
FROM binned
CROSS JOIN step
JOIN capacity USING (population)
ORDER BY binned.population, bin
