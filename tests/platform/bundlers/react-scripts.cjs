#!/usr/bin/env node
// `react-scripts build` of Create React App 5, without its 300 MB: its Babel preset, its guard against imports from
// outside src/, and webpack with its entry, page and folders.
process.env.NODE_ENV = 'production';
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const webpack = require('webpack');
const HtmlWebpackPlugin = require('html-webpack-plugin');
const ModuleScopePlugin = require('react-dev-utils/ModuleScopePlugin');

const src = resolve('src');
const { homepage } = JSON.parse(readFileSync('package.json', 'utf8'));
if (homepage !== '.') throw new Error(`homepage is ${homepage}: the page would look for its script at the host's top`);

const helpers = require.resolve('@babel/runtime/helpers/esm/assertThisInitialized');
const allowed = [resolve('package.json'), require.resolve('babel-preset-react-app'), helpers, require.resolve('@babel/runtime/regenerator')];
const babel = {
  loader: require.resolve('babel-loader'),
  options: { presets: [[require.resolve('babel-preset-react-app'), { runtime: 'automatic' }]], babelrc: false, configFile: false },
};
const config = {
  mode: 'production',
  bail: true,
  entry: resolve('src/index.js'),
  output: { path: resolve('build'), filename: 'static/js/[name].[contenthash:8].js', publicPath: './' },
  resolve: {
    modules: ['node_modules', resolve('node_modules')],
    extensions: ['.mjs', '.js', '.jsx', '.json'],
    plugins: [new ModuleScopePlugin(src, allowed)],
  },
  module: { strictExportPresence: true, rules: [{ test: /\.(js|mjs|jsx)$/, include: src, use: babel }] },
  plugins: [new HtmlWebpackPlugin({ template: resolve('public/index.html') })],
};

webpack(config, (error, stats) => {
  if (error || stats.hasErrors()) {
    console.error(error ?? stats.toString({ all: false, errors: true }));
    process.exitCode = 1;
  }
});
