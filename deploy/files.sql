-- Files that rows name, from the folder of uploads; one a line.
SELECT image FROM appeals_photo
UNION ALL
SELECT thumbnail FROM appeals_photo
UNION ALL
SELECT original FROM appeals_photo WHERE original <> ''
UNION ALL
SELECT photo FROM accounts_user WHERE photo <> '';
