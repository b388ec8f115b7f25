-- Where in the network the memorizing units are: by layer type, also with the layers' sizes taken out.
-- Grain:  one row per population, part and kind.
-- Inputs: unit_mem, unit.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.
--
--     u10_share_of_kind = u10_count / unit_count
--     u10_size_adjusted = u10_count * (smallest unit_count of the part's kinds) / unit_count

CREATE OR REPLACE TABLE localization_by_kind AS
WITH
by_kind AS (
    SELECT
        population,
        part,
        kind,
        count(*) AS unit_count,
        count(*) FILTER (WHERE in_u10) AS u10_count,
        avg(unit_mem ORDER BY unit_id) AS unit_mem_mean,
        max(unit_mem) AS unit_mem_max
    FROM unit_mem
    JOIN unit USING (unit_id)
    GROUP BY population, part, kind
),

final AS (
    SELECT
        population,
        part,
        kind,
        unit_count,
        u10_count,
        u10_count / unit_count AS u10_share_of_kind,
        u10_count * min(unit_count) OVER (PARTITION BY population, part) / unit_count AS u10_size_adjusted,
        unit_mem_mean,
        unit_mem_max
    FROM by_kind
)

SELECT * FROM final ORDER BY population, part, kind;

COMMENT ON TABLE  localization_by_kind                   IS 'U10 and UnitMem: one row per population, part and kind.';
COMMENT ON COLUMN localization_by_kind.population        IS 'train, val or all.';
COMMENT ON COLUMN localization_by_kind.part              IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN localization_by_kind.kind              IS 'Layer type, such as ffn.fc1.';
COMMENT ON COLUMN localization_by_kind.unit_count        IS 'Units of this type.';
COMMENT ON COLUMN localization_by_kind.u10_count         IS 'How many of them are in U10.';
COMMENT ON COLUMN localization_by_kind.u10_share_of_kind IS 'Their share of the units of this type.';
COMMENT ON COLUMN localization_by_kind.u10_size_adjusted IS 'u10_count as if all types were as small as the smallest.';
COMMENT ON COLUMN localization_by_kind.unit_mem_mean     IS 'Mean UnitMem of this type.';
COMMENT ON COLUMN localization_by_kind.unit_mem_max      IS 'Largest UnitMem of this type.';
