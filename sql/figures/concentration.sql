-- Lorenz curve of U10: which share of U10 the images own that own most of it; the diagonal is what equal images would give.
-- Grain: part, series (curve, top, equality) and point. Inputs: lorenz, concentration, ownership.
-- Population: the training images where there are any, else all images. One picture a part (transformer, tokenizer).
with chosen as (
    select
        population,
        part,
        image_count,
        format(
            '{} on {:,} {}images · {:,} of them ({:.1f}%) own units of U10',
            upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), u10_owner_count, 100 * u10_owner_share
        ) as subtitle
    from ownership
    where population = (select if(bool_or(population = 'train'), 'train', 'all') from ownership)
),

-- Images with equal counts lie on one straight piece, of which its end is enough.
curve as (
    select part, 'curve' as series, max(image_share) as image_share, max(u10_share) as u10_share, null as label
    from lorenz
    join chosen using (population, part)
    group by part, num_mem_units
    union all
    select part, 'curve', 0, 0, null from chosen
),

-- The share of a tenth of eight images is that of none: not shown.
top as (
    select
        part,
        'top' as series,
        top_images / image_count as image_share,
        u10_share,
        format('top {}% own {:.1f}%', top_percent, 100 * u10_share) as label
    from concentration
    join chosen using (population, part)
    where top_images > 0
),

equality as (
    select part, 'equality' as series, unnest([0, 1]) as image_share, unnest([0, 1]) as u10_share, null as label
    from chosen
)

select subtitle, points.*
from (from curve union all from top union all from equality) as points
join chosen using (part)
order by part desc, series, image_share, u10_share
