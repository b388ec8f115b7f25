-- Whether U10 reproduces on other images.
SELECT
    part,
    format(
        'Two random halves of the images agree on {} of U10 (Jaccard; {} by chance), and their UnitMem ranks correlate at {:.2f}.',
        percent(avg(jaccard ORDER BY draw)), percent(avg(jaccard_by_chance ORDER BY draw)), avg(spearman ORDER BY draw)
    ) AS sentence
FROM half_split
SEMI JOIN shown USING (population, part)
WHERE spearman IS NOT NULL
GROUP BY part
