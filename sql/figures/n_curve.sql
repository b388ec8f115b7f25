-- UnitMem against the number of images: a maximum grows with the images that it is taken over, whether or not anything is memorized.
-- Section: Robustness
-- Grain: part, population and number of images. Inputs: n_curve.
-- Population: train and val, each alone; all where there are no splits. One picture a part (transformer, tokenizer).
SELECT
    format('{} · line: mean, band: lowest to highest of {:,} random subsets', upper(part[1]) || part[2:], max(count(*)) OVER (PARTITION BY part)) AS subtitle,
    part,
    CASE population WHEN 'train' THEN 'training images' WHEN 'val' THEN 'validation images' ELSE 'all images' END AS images,
    image_count,
    avg(unit_mem_mean ORDER BY draw) AS unit_mem_mean,
    min(unit_mem_mean) AS lowest,
    max(unit_mem_mean) AS highest
FROM n_curve
WHERE population <> 'all' OR NOT EXISTS (FROM n_curve WHERE population <> 'all')
GROUP BY part, population, image_count
ORDER BY part DESC, images, image_count
