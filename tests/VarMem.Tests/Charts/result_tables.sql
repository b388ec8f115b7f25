-- Result tables with made-up numbers over the layers and images that are there: what the figures read.
create table population_size as select population, count(*) as image_count from population group by population;

create table localization as
select
    population, part, block, kind, sum(unit_count)::bigint as unit_count,
    floor(0.2 * sum(unit_count) * abs(sin(block + ascii(right(kind, 1)))))::bigint as u10_count,
    0.30 + 0.1 * abs(sin(3 * block + ascii(right(kind, 1)))) as unit_mem_mean,
    0.70 + 0.3 * abs(cos(2 * block + ascii(right(kind, 1)))) as unit_mem_max
from layer, population_size group by population, part, block, kind;

create table localization_by_kind as
select
    population, part, kind, sum(unit_count)::bigint as unit_count, sum(u10_count)::bigint as u10_count,
    sum(u10_count) / sum(unit_count) as u10_share_of_kind,
    sum(u10_count) * min(sum(unit_count)) over (partition by population, part) / sum(unit_count) as u10_size_adjusted,
    avg(unit_mem_mean) as unit_mem_mean, max(unit_mem_max) as unit_mem_max
from localization group by population, part, kind;

create table u10_threshold as
select
    population, part, 90.0 as percentile, 0.61234 as threshold, sum(unit_count)::bigint as unit_count, sum(u10_count)::bigint as u10_count
from localization group by population, part;

-- Image i owns ~ 100 / (i + 1) units; two thirds own none.
create table num_mem_units as
select population, part, image_id, if(image_id % 3 = 0, 300 // (image_id + 3), 0)::bigint as num_mem_units, 5::bigint as units_owned
from population, (select distinct part from layer);

create table lorenz as
select
    population, part, rank, image_id, num_mem_units,
    rank / count(*) over (partition by population, part) as image_share,
    sum(num_mem_units) over (partition by population, part order by rank)
        / sum(num_mem_units) over (partition by population, part) as u10_share
from (select *, row_number() over (partition by population, part order by num_mem_units desc, image_id) as rank from num_mem_units);

create table concentration as
select population, part, top_percent, top_images, u10_owned, u10_owned / total as u10_share
from (
    select
        population, part, top_percent, image_count * top_percent // 100 as top_images, sum(num_mem_units) as total,
        coalesce(sum(num_mem_units) filter (rank <= image_count * top_percent // 100), 0) as u10_owned
    from lorenz join population_size using (population), (values (1), (5), (10)) as tops(top_percent)
    group by population, part, top_percent, image_count
);

create table ownership as
select
    population, part, image_count, image_count as owner_count, count(*) filter (num_mem_units > 0) as u10_owner_count,
    count(*) filter (num_mem_units > 0) / image_count as u10_owner_share
from num_mem_units join population_size using (population) group by population, part, image_count;

create table train_val_owner as
select
    part, unit_set, unit_count, unit_count * train // 100 as owned_by_train, unit_count - unit_count * train // 100 as owned_by_val,
    (unit_count * train // 100) / unit_count as train_share, 0.5 as expected_train_share,
    0.4 as unit_mem_mean_train, 0.3 as unit_mem_mean_val
from (select distinct part from layer), (values ('all', 2304, 51), ('U10', 231, 63)) as owned(unit_set, unit_count, train)
where exists (from image where split is not null);
