-- unit_peak (sql/metrics/00_unit_peak.sql) in SQL.

SELECT
    split,
    unit_id,
    max(mu) AS mu_max,
    arg_min(image_id, {'falling': -mu, 'image_id': image_id}) AS image_id,
    sum((mu * pow(2, 64))::HUGEINT) AS mu_sum,
    count(*) AS image_count
FROM activation
JOIN image USING (image_id)
GROUP BY split, unit_id
