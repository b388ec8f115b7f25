-- What the pictures have in common that the network keeps: rank correlation, within classes, of what a picture looks like with how many
-- units of U10 it owns and with how strongly it activates units in general.
-- Section: Images
-- Grain: part, target and statistic of the picture. Inputs: image_correlation, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
SELECT
    format('{} · Spearman''s correlation within classes', title) AS subtitle,
    part,
    if(target = 'num_mem_units', 'with NumMemUnits', 'with the mean rank of μ') AS target,
    replace(statistic, '_', ' ') AS statistic,
    rho_partial,
    replace(format('{:+.2f}', rho_partial), '-', '−') AS label,
    if(p_holm < 0.05, 'p < 0.05 after Holm''s correction', 'p ≥ 0.05') AS evidence
FROM image_correlation
JOIN shown USING (part)
WHERE rho_partial IS NOT NULL
ORDER BY
    part DESC,
    image_correlation.target = 'mean_mu_rank',
    max(abs(rho_partial)) OVER (PARTITION BY part, image_correlation.statistic) DESC,
    image_correlation.statistic
