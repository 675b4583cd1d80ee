<?php
// What a web server's rewriting does for WordPress, for PHP's own server: files as they are, the rest to index.php.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$file = __DIR__ . $path;
if ($path !== '/' && is_file($file)) {
    return false;
}
$index = $path !== '/' && is_file("$file/index.php") ? rtrim($path, '/') . '/index.php' : '/index.php';
chdir(dirname(__DIR__ . $index));
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $index;
require __DIR__ . $index;
