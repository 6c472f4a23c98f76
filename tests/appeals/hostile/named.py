"""Names that a program may believe: paths, control characters, marks that turn the text round, far too many letters."""

NAMES = {
    "up_the_tree": "../../../../etc/cron.d/photo.jpg",
    "up_the_tree_of_windows": "..\\..\\windows\\photo.jpg",
    "from_the_root": "/etc/passwd",
    "only_dots": "..",
    "nothing_but_an_end": ".jpg",
    "zero_byte": "photo.php\0.jpg",
    "line_break": "photo.jpg\r\nX-Header: 1",
    "turned_round": "photo\u202egpj.exe",
    "bell": "photo\x07.jpg",
    "very_long": "я" * 5000 + ".jpg",
    "many_ends": "photo" + ".jpg" * 400,
    "script": '"><script>alert(1)</script>.jpg',
    "formatting": "%(limit)d %s %n {0} ${x}.jpg",
    "command": "$(id);`id`|id&.jpg",
    "device": "CON.jpg",
    "settings_of_a_server": ".htaccess",
    "none": "",
}
